using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

public sealed partial class ClipContrastiveTrainer
{
    /// <summary>
    /// Settings of <see cref="ClipContrastiveTrainer"/>, beside those of <see cref="TrainingOptions"/>, whose defaults are here those of
    /// <see cref="ContrastiveRecipes.FineTune"/>: for training from random weights name another recipe first.
    /// </summary>
    /// <remarks>
    /// <see cref="TrainingOptions.GradientAccumulation"/> makes one contrastive batch of several: each image is compared with the texts of
    /// all of them, in the memory of one, the pixels of all (0.6 MB an image of 224 x 224) and some vectors more, at the cost of a second forward pass.
    /// Validation compares within batches of <see cref="TrainingOptions.BatchSize"/>: its loss is of fewer choices then, and lower than the training's. Mixup,
    /// cutmix, label smoothing, <see cref="TrainingOptions.TrainOnly"/> and <see cref="TrainingOptions.FrozenBlocks"/> are for classifiers and are refused.
    /// </remarks>
    public sealed class Options : TrainingOptions
    {
        /// <summary>
        /// Column of images: a path (text), the bytes of an encoded file (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>ImagePath</c>, as
        /// <c>LoadImageTextPairs</c> makes it. Rows with the same path, the same bytes or the same pixels are one image with several texts, of which
        /// each epoch takes one at random.
        /// </summary>
        [ExecutionOnly]
        public string ImageColumnName = "ImagePath";

        /// <summary>Column of texts. Default <c>Text</c>, as <c>LoadImageTextPairs</c> makes it. Rows without text count as bad ones.</summary>
        [ExecutionOnly]
        public string TextColumnName = "Text";

        /// <summary>Column of the images' embeddings that the model adds, vectors of length 1. Default <c>ImageEmbedding</c>.</summary>
        [ExecutionOnly]
        public string ImageEmbeddingColumnName = "ImageEmbedding";

        /// <summary>Column of the texts' embeddings that the model adds, vectors of length 1. Default <c>TextEmbedding</c>.</summary>
        [ExecutionOnly]
        public string TextEmbeddingColumnName = "TextEmbedding";

        /// <summary>Column of the cosine between the two that the model adds. Default <c>Similarity</c>.</summary>
        [ExecutionOnly]
        public string SimilarityColumnName = "Similarity";

        /// <summary>Name or alias of a CLIP in the <see cref="ArchitectureRegistry"/>. Default null: the one that <see cref="Weights"/> are of.</summary>
        public string? Architecture;

        /// <summary>An architecture of your own sizes, with a <see cref="ClipConfiguration"/>, instead of one by name. Default null.</summary>
        public VisionArchitecture? CustomArchitecture;

        /// <summary>
        /// Weights to start from: a file or folder of OpenAI, open_clip, transformers or FlagAI, what this library saved, or the name of a model on
        /// the hub (<c>owner/name</c>). Default null: random weights, which need millions of pairs to know the world, and thousands to know a
        /// corner of it.
        /// </summary>
        public string? Weights;

        /// <summary>Whether the moving average (EMA) is taken that a training program kept beside the weights. Default false.</summary>
        public bool EmaWeights;

        /// <summary>Where named weights are downloaded from and kept. Default null: as HuggingFace's environment variables say, or else the public hub.</summary>
        [ExecutionOnly]
        public HubOptions? Hub;

        /// <summary>
        /// The tokenizer's vocabulary: a file (<c>bpe_simple_vocab_16e6.txt.gz</c>, <c>tokenizer.json</c>, <c>vocab.json</c> beside its <c>merges.txt</c>) or a
        /// folder with one. Default null: beside the weights, where most publishers put it.
        /// </summary>
        public string? Tokenizer;

        /// <summary>How images are prepared. Default null: as the weights' publisher did, or the architecture says. Saved with the model.</summary>
        public ImagePreprocessing? Preprocessing;

        /// <summary>
        /// Pairs to validate on after each epoch, of at least two images, with the columns of the training data. Default null:
        /// <see cref="ValidationSetFraction"/> decides.
        /// </summary>
        [ExecutionOnly]
        public IDataView? ValidationSet;

        /// <summary>
        /// Part of the training images, with all their texts, that is held back to validate on when <see cref="ValidationSet"/> is null; 0 to below 1, and
        /// at most 5,000 images, as retrieval on COCO is measured. Default 0.1; null trains on all, and the last epoch's weights are kept. So it is where
        /// the part would be a single image. Of this part any number of images may be bad; they are named in the log.
        /// </summary>
        public float? ValidationSetFraction = 0.1f;

        /// <summary>
        /// Images with their classes, scored after each epoch by the classes' names alone: whether what the weights knew before survives. Default null:
        /// not measured.
        /// </summary>
        [ExecutionOnly]
        public IDataView? ZeroShotSet;

        /// <summary>Column of classes in <see cref="ZeroShotSet"/>: text, or keys with text values. Default <c>Label</c>.</summary>
        [ExecutionOnly]
        public string ZeroShotLabelColumnName = "Label";

        /// <summary>Sentences that classes' names are put into, at <c>{}</c>. Default <c>a photo of a {}.</c></summary>
        [ExecutionOnly]
        public IReadOnlyList<string> ZeroShotTemplates = ["a photo of a {}."];

        /// <summary>
        /// Whether images of a batch whose texts are word for word the same all count as right for each other. Default true: a right answer should
        /// not be punished, and where all texts differ it is the same. False is CLIP's own loss.
        /// </summary>
        public bool SeveralPositives = true;

        /// <summary>
        /// Whether the image tower stays as it is, but for <see cref="UnlockedImageGroups"/>. Default false. A locked tower of good weights with a text tower
        /// that learns to read it is LiT (Zhai et al., 2022), and takes far less memory and time.
        /// </summary>
        public bool LockImageTower;

        /// <summary>
        /// Last groups of a locked image tower that are trained nevertheless: 1 is its projection, 2 adds the last block with the norm behind it, 3 the
        /// block before, and so on, as open_clip counts. Default 0.
        /// </summary>
        public int UnlockedImageGroups;

        /// <summary>Whether the text tower stays as it is, but for <see cref="UnlockedTextGroups"/>. Default false.</summary>
        public bool LockTextTower;

        /// <summary>Last groups of a locked text tower that are trained nevertheless, counted alike. Default 0.</summary>
        public int UnlockedTextGroups;

        /// <summary>Whether weight decay shrinks the position tables too. Default false, as open_clip; OpenAI's training did it.</summary>
        public bool DecayPositions;

        /// <summary>Stochastic depth of the last block of each tower, growing evenly from 0 at the first. Default null: the architecture's, which is 0.</summary>
        public double? DropPathRate;

        /// <summary>
        /// The share of the fine-tuned weights in the model, the rest being those it started from: WiSE-FT (Wortsman et al., "Robust fine-tuning of zero-shot
        /// models", 2022). 1 is the fine-tuned weights alone. Default null: 0.5 from published weights, 1 from random ones. Half because
        /// plain fine-tuning makes a CLIP forget what it wasn't shown again, while half way between both it keeps most of that and does as well on the
        /// new images; the authors recommend it where nothing can be measured. Weights in the output folder are those before this: fitted
        /// again with another share, a run that is done gives another model without training.
        /// </summary>
        [ExecutionOnly]
        public double? InterpolationAlpha;

        /// <summary>Whether the model gives NaN to rows whose image it can't read, rather than throw. Default false.</summary>
        [ExecutionOnly]
        public bool SkipBadImages;

        /// <summary>Rows scored at once by the model. Default 32.</summary>
        [ExecutionOnly]
        public int ScoringBatchSize = 32;

        /// <summary>Settings of <see cref="ContrastiveRecipes.FineTune"/>, the best epoch chosen by the mean of the six recalls.</summary>
        public Options()
        {
            Recipe = ContrastiveRecipes.FineTune;
            LabelSmoothing = 0;
            BestMetricName = RetrievalMetrics.MeanRecallName;
        }

        /// <summary>
        /// The published recipe that was taken over last. Setting it sets all settings that decide how is learnt, but
        /// <see cref="TrainingOptions.BatchSize"/> and <see cref="TrainingOptions.GradientAccumulation"/>; what is set after it stays. Default
        /// <see cref="ContrastiveRecipes.FineTune"/>.
        /// </summary>
        public ContrastiveRecipe Recipe
        {
            get;
            set
            {
                ArgumentNullException.ThrowIfNull(value);
                field = value;
                value.ApplyTo(this);
            }
        }

        internal override Func<string, bool>? Locked(nn.Module network) => !LockImageTower && !LockTextTower ? null : name =>
            (LockImageTower && ClipNetwork.IsOfImageTower(name) && ((ClipNetwork)network).GroupFromEnd(name) > UnlockedImageGroups)
            || (LockTextTower && ClipNetwork.IsOfTextTower(name) && ((ClipNetwork)network).GroupFromEnd(name) > UnlockedTextGroups);

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            (copy.Hub, copy.EarlyStoppingCriteria) = (Hub?.Copy(), EarlyStoppingCriteria?.Copy());
            copy.Weights = string.IsNullOrEmpty(Weights) ? null : Weights; // a setting left empty in a file, say
            copy.ZeroShotTemplates = [.. ZeroShotTemplates];
            return copy;
        }

        /// <exception cref="ArgumentException">A setting is out of its range, or is none of pairs.</exception>
        internal void Check()
        {
            Validate();
            Hub?.Validate();
            ArgumentNullException.ThrowIfNull(ZeroShotTemplates);
            foreach (var (name, value) in new[] { (nameof(ImageColumnName), ImageColumnName), (nameof(TextColumnName), TextColumnName),
                         (nameof(ImageEmbeddingColumnName), ImageEmbeddingColumnName), (nameof(TextEmbeddingColumnName), TextEmbeddingColumnName),
                         (nameof(SimilarityColumnName), SimilarityColumnName), (nameof(ZeroShotLabelColumnName), ZeroShotLabelColumnName) })
                if (string.IsNullOrWhiteSpace(value))
                    throw new ArgumentException($"{name} is empty.", name);
            Require(ValidationSetFraction is null or >= 0 and < 1, nameof(ValidationSetFraction), ValidationSetFraction, "at least 0 and below 1, or null");
            Require(UnlockedImageGroups >= 0, nameof(UnlockedImageGroups), UnlockedImageGroups, "at least 0");
            Require(UnlockedTextGroups >= 0, nameof(UnlockedTextGroups), UnlockedTextGroups, "at least 0");
            Require(DropPathRate is null or >= 0 and < 1, nameof(DropPathRate), DropPathRate, "at least 0 and below 1, or null");
            Require(InterpolationAlpha is null or >= 0 and <= 1, nameof(InterpolationAlpha), InterpolationAlpha, "in 0..1, or null");
            Require(ScoringBatchSize > 0, nameof(ScoringBatchSize), ScoringBatchSize, "at least 1");
            Refuse(Mixup > 0 || Cutmix > 0, $"{nameof(Mixup)} and {nameof(Cutmix)}", "mixed images have no text");
            Refuse(LabelSmoothing > 0, nameof(LabelSmoothing), "every other text of a batch would be a little right");
            Refuse(TrainOnly != TrainedPart.All, nameof(TrainOnly), $"use {nameof(LockImageTower)} or {nameof(LockTextTower)}");
            Refuse(FrozenBlocks is not null, nameof(FrozenBlocks), $"use {nameof(LockImageTower)} with {nameof(UnlockedImageGroups)}");
        }

        private static void Require(bool holds, string name, object? value, string range)
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {range}.");
        }

        private static void Refuse(bool isSet, string name, string reason)
        {
            if (isSet)
                throw new ArgumentException($"{name} cannot be used where images are trained with texts: {reason}.");
        }
    }
}
