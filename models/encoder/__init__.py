"""The accurate tagger: a pretrained encoder, fine-tuned in torch, exported to ONNX int8, run by onnxruntime."""
