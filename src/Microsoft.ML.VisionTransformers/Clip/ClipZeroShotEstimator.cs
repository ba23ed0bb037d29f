using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// Classifies images by the names of the classes, without training images (Radford et al., "Learning Transferable Visual Models From Natural Language
/// Supervision", 2021, section 3.1): the class whose sentences an image goes with best. Texts are embedded once, when it is fitted.
/// </summary>
public sealed class ClipZeroShotEstimator : ClipEstimator<ClipZeroShotTransformer>
{
    internal ClipZeroShotEstimator(IHostEnvironment environment, Options options) : base(environment, options, nameof(ClipZeroShotEstimator))
    {
    }

    private new Options Settings => (Options)base.Settings;

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, Settings.FeatureColumnName);
        var keys = inputSchema.Where(c => c.Name == Settings.LabelColumnName && c.IsKey && c.Kind == SchemaShape.Column.VectorKind.Scalar).ToArray();
        if (Settings.ClassNames is null && keys.Length == 0)
            throw ZeroShotClasses.NoNames(Settings.LabelColumnName);
        var labels = Settings.ClassNames is null ? ScoreShapes.KeyValueType(keys[^1]) : null;
        return ScoreShapes.WithScores(inputSchema, labels ?? TextDataViewType.Instance, Settings.ScoreColumnName, Settings.PredictedLabelColumnName);
    }

    private protected override void CheckInput(DataViewSchema input)
    {
        ImageColumn.Find(input, Settings.FeatureColumnName);
        ZeroShotClasses.Of(Settings, input);
    }

    private protected override ClipZeroShotTransformer Create(Lease<ClipModel> clip, DataViewSchema input)
    {
        var classes = ZeroShotClasses.Of(Settings, input);
        var prompts = new ZeroShotPrompts(classes.Texts, Settings.PromptNames, Settings.Templates ?? PromptTemplates.Default);
        return new ClipZeroShotTransformer(
            new ZeroShotScorer(clip, prompts.Embed(clip), Settings.LogitScale)
            {
                BatchSize = Settings.ScoringBatchSize, SkipBadImages = Settings.SkipBadImages, TestTimeFlip = Settings.TestTimeFlip,
            },
            classes, prompts,
            new ClassifierColumns(Settings.LabelColumnName ?? "", Settings.FeatureColumnName, Settings.ScoreColumnName, Settings.PredictedLabelColumnName));
    }

    /// <summary>Settings of <see cref="ClipZeroShotEstimator"/>.</summary>
    public sealed class Options : ClipOptions
    {
        /// <summary>
        /// Names of the classes. Default null: the values that the keys of <see cref="LabelColumnName"/> stand for. Where there is such a column too, the
        /// classes come in the order of its keys, so that evaluators compare like with like; names that are no label come behind. The keys of the
        /// prediction then stand for text, also where the label's stand for numbers.
        /// </summary>
        public IReadOnlyList<string>? ClassNames;

        /// <summary>
        /// What stands for a class in sentences, where that is not its name: several names for one class (<c>["sofa", "couch"]</c>), words instead of codes, or
        /// another language. Default null; classes that are not named here stand for themselves.
        /// </summary>
        public IReadOnlyDictionary<string, IReadOnlyList<string>>? PromptNames;

        /// <summary>
        /// Sentences with <c>{}</c> for the class. Default null: <see cref="PromptTemplates.Default"/>. <see cref="PromptTemplates.Read"/> takes them from a
        /// file. For names in another language use sentences of that language.
        /// </summary>
        public IReadOnlyList<string>? Templates;

        /// <summary>
        /// Key column of true classes, for their names and order. Default <c>Label</c>; it need not be there when <see cref="ClassNames"/> are given. Null when
        /// a column of that name is about something else than these classes.
        /// </summary>
        public string? LabelColumnName = "Label";

        /// <summary>Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default <c>Features</c>.</summary>
        public string FeatureColumnName = "Features";

        /// <summary>Column of probabilities: softmax of the scaled cosines between image and classes. Default <c>Score</c>, where evaluators look.</summary>
        public string ScoreColumnName = "Score";

        /// <summary>Column of the likeliest class. Default <c>PredictedLabel</c>, where evaluators look.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>What cosines are multiplied with before the softmax, above 0. Default null: what the network learned.</summary>
        public double? LogitScale;

        /// <summary>Whether probabilities are the mean of those of an image and of its mirror image. Default false: it takes twice as long.</summary>
        public bool TestTimeFlip;

        /// <summary>Whether an image that can't be read gets NaN scores and a missing label, rather than an exception. Default false.</summary>
        public bool SkipBadImages;

        internal override ClipOptions Copy()
        {
            var copy = (Options)base.Copy();
            copy.ClassNames = ClassNames?.ToArray();
            copy.Templates = Templates?.ToArray();
            copy.PromptNames = PromptNames?.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value]);
            return copy;
        }

        internal override void Check()
        {
            base.Check();
            RequireNames((nameof(FeatureColumnName), FeatureColumnName), (nameof(ScoreColumnName), ScoreColumnName),
                (nameof(PredictedLabelColumnName), PredictedLabelColumnName));
            if (LogitScale is { } scale && !(scale > 0 && double.IsFinite(scale)))
                throw new ArgumentOutOfRangeException(nameof(LogitScale), scale, $"{nameof(LogitScale)} has to be above 0.");
            if (ClassNames is null && LabelColumnName is null)
                throw ZeroShotClasses.NoNames(null);
            if (Templates is not null)
                ZeroShotPrompts.CheckTemplates(Templates);
            if (ClassNames is not null)
                ZeroShotClasses.Check(ClassNames);
        }
    }
}
