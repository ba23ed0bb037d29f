// How Model.Load finds our transformers in a fresh MLContext with nothing registered: ML.NET loads the assembly named in the model's header
// and looks for these attributes on it. The attribute is internal to ML.NET. On the bundled foundation InternalsVisibleTo opens it; on the
// packages a compile-only stand-in (src/Foundation/Facade) declares it, and the runtime, told to ignore the access check, binds it to
// the real one.
extern alias mli;

using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Clip.Contrastive;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Embeddings;
using Microsoft.ML.VisionTransformers.Pretraining;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.ViT;

#if !FOUNDATION_BUNDLED
[assembly: System.Runtime.CompilerServices.IgnoresAccessChecksTo("Microsoft.ML.Core")]
#endif
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ViTTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "ViT image classification", ViTTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ConvMaeTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "ConvMAE image classification", ConvMaeTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(SwinTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Swin image classification", SwinTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(SwinV2Transformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Swin V2 image classification", SwinV2Transformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(MaskedAutoencoderTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Masked autoencoder", MaskedAutoencoderTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ImageClassificationTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Vision transformer image classification", ImageClassificationTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ClipContrastiveTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "CLIP trained on image-text pairs", ClipContrastiveTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ClipZeroShotTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "CLIP zero-shot classification", ClipZeroShotTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ClipImageEmbeddingTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "CLIP image embedding", ClipImageEmbeddingTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(ClipTextEmbeddingTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "CLIP text embedding", ClipTextEmbeddingTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(VisionEmbeddingTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Vision transformer embedding", VisionEmbeddingTransformer.LoaderSignature)]
[assembly: mli::Microsoft.ML.LoadableClass(typeof(NearestNeighboursTransformer), null, typeof(mli::Microsoft.ML.SignatureLoadModel),
    "Nearest-neighbour classification", NearestNeighboursTransformer.LoaderSignature)]
