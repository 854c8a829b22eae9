"""Feeds for the tests of readers."""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Cổng tin thị xã</title>
<item><title>Họp &amp; bàn</title><link>https://tin.example/1</link><guid isPermaLink="false">tin-1</guid>
<pubDate>Sun, 11 Nov 2018 00:30:00 +0700</pubDate>
<description>&lt;p&gt;Sáng nay, &lt;b&gt;UBND&lt;/b&gt;&amp;nbsp;thị xã họp.&lt;br/&gt;Hết&lt;/p&gt;
</description></item>
<item><title>Dài</title><link>https://tin.example/2</link><pubDate>Sat, 10 Nov 2018 20:00:00 GMT</pubDate>
<description>Tóm tắt</description>
<content:encoded><![CDATA[<div>Đoạn một</div><div>Đoạn &lt;hai&gt;</div><script>alert(1)</script>]]>
</content:encoded></item>
<item><title></title><description> </description></item>
<item><description>Không tên</description></item>
</channel></rss>
"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Công báo</title>
<entry><title>Tin</title><id>urn:1</id>
<updated>2018-11-10T18:00:00Z</updated><summary>Chiều nay họp.</summary></entry>
<entry><title>Tin</title><id>urn:2</id>
<published>2018-11-10T18:00:00+07:00</published><summary>Họp.</summary></entry>
</feed>
"""
