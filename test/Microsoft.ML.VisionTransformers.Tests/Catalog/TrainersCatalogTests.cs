using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

public sealed class TrainersCatalogTests
{
    [Theory]
    [InlineData("ViT")]
    [InlineData("Swin")]
    [InlineData("SwinV2")]
    [InlineData("VisionTransformer")]
    [InlineData("ConvMae")]
    public void The_short_overload_has_the_names_that_users_type(string method)
    {
        foreach (var catalog in new[] { typeof(VisionTransformersTrainersCatalog), typeof(VisionTransformersBinaryTrainersCatalog) })
        {
            var overload = catalog.GetMethods().Single(m => m.Name == method && m.GetParameters().Length > 2);
            Assert.Equal(["catalog", "labelColumnName", "featureColumnName", "scoreColumnName", "predictedLabelColumnName", "validationSet", "architecture", "weights"],
                overload.GetParameters().Select(p => p.Name));
            Assert.All(overload.GetParameters().Skip(1), p => Assert.Null(p.DefaultValue));
            Assert.Equal(2, catalog.GetMethods().Single(m => m.Name == method && m != overload).GetParameters().Length);
        }
    }

    [Fact]
    public void Columns_are_called_as_everywhere_in_ML_NET()
    {
        var options = new ViTTrainer.Options();
        Assert.Equal(("Label", "Features", "Score", "PredictedLabel"),
            (options.LabelColumnName, options.FeatureColumnName, options.ScoreColumnName, options.PredictedLabelColumnName));
        Assert.Equal(0.1f, options.ValidationSetFraction);
        // Settings are fields, as everywhere in ML.NET; a recipe is none of its own, but sets others.
        Assert.Equal([nameof(ImageClassificationOptions.Recipe)], typeof(ViTTrainer.Options).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name));
    }

    [Fact]
    public void The_shape_says_what_the_schema_will_be()
    {
        var context = new MLContext();
        var view = context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a", Label = 3 }, new { ImagePath = "b", Label = 5 } });
        SchemaShape? seen = null;
        var chain = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.ViT(TinyViT.Options()))
            .Append(new Probe(shape => seen = shape));
        Assert.Throws<NotSupportedException>(() => chain.GetOutputSchema(ShapeOf(context, view)));
        var score = seen!.Single(c => c.Name == "Score");
        var predicted = seen!.Single(c => c.Name == "PredictedLabel");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, score.Kind);
        Assert.True(predicted.IsKey);
        Assert.Equal(["KeyValues", "ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind"], predicted.Annotations.Select(a => a.Name).Order());
        Assert.Equal(["ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind", "SlotNames", "TrainingLabelValues"], score.Annotations.Select(a => a.Name).Order());
        Assert.Equal(NumberDataViewType.Int32, predicted.Annotations.Single(a => a.Name == "KeyValues").ItemType);
    }

    [Fact]
    public void The_shape_of_a_binary_trainer_is_that_of_ML_NETs()
    {
        var context = new MLContext();
        var trainer = context.BinaryClassification.Trainers.ViT(TinyViT.Options());
        var shape = trainer.GetOutputSchema(ShapeOf(context, context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a", Label = true } })));
        Assert.Equal([BooleanDataViewType.Instance, NumberDataViewType.Single, NumberDataViewType.Single],
            new[] { "PredictedLabel", "Score", "Probability" }.Select(name => shape.Single(c => c.Name == name && c.Kind == SchemaShape.Column.VectorKind.Scalar).ItemType));
        Assert.Equal(["IsNormalized", "ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind"], shape.Single(c => c.Name == "Probability").Annotations.Select(a => a.Name).Order());
        Assert.Equal(["ScoreColumnKind", "ScoreColumnSetId", "ScoreValueKind"], shape.Single(c => c.Name == "Score").Annotations.Select(a => a.Name).Order());
        var text = ShapeOf(context, context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a", Label = "yes" } }));
        Assert.Contains("a binary trainer takes Boolean", Assert.Throws<ArgumentException>(() => trainer.GetOutputSchema(text)).Message);
    }

    [Fact]
    public void A_binary_trainers_columns_may_have_other_names_one_anothers_too()
    {
        var context = new MLContext();
        var options = TinyViT.Options();
        (options.PredictedLabelColumnName, options.ScoreColumnName) = ("Score", "Logit");
        var shape = context.BinaryClassification.Trainers.ViT(options)
            .GetOutputSchema(ShapeOf(context, context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a", Label = true } })));
        Assert.Equal([BooleanDataViewType.Instance, NumberDataViewType.Single, NumberDataViewType.Single],
            new[] { "Score", "Logit", "Probability" }.Select(name => shape.Single(c => c.Name == name).ItemType));
    }

    [Fact]
    public void Later_changes_to_the_options_have_no_effect()
    {
        var options = TinyViT.Options();
        var trainer = new MLContext().MulticlassClassification.Trainers.ViT(options);
        options.ScoreColumnName = "Other";
        var context = new MLContext();
        var view = context.Data.LoadFromEnumerable(new[] { new { ImagePath = "a", Label = "x" } });
        var keyed = context.Transforms.Conversion.MapValueToKey("Label").GetOutputSchema(ShapeOf(context, view));
        Assert.Contains("Score", trainer.GetOutputSchema(keyed).Select(c => c.Name));
    }

    private static SchemaShape ShapeOf(MLContext context, IDataView view)
    {
        SchemaShape? seen = null;
        Assert.Throws<NotSupportedException>(() => new EstimatorChain<ITransformer>().Append(new Probe(s => seen = s)).Fit(view));
        return seen!;
    }

    private sealed class Probe(Action<SchemaShape> see) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => throw new NotSupportedException();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            throw new NotSupportedException();
        }
    }
}
