namespace Microsoft.ML;

/// <summary>Names the way to make an object: from the stream of a saved model.</summary>
internal delegate void SignatureLoadModel(ModelLoadContext ctx);
