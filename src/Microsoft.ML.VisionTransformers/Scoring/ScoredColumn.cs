using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>A column made of the values that a row got from its scorer.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its type.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="Getter">Makes the column's getter from a function that gives the values of the row the cursor is at.</param>
internal sealed record ScoredColumn(string Name, DataViewType Type, DataViewSchema.Annotations Annotations, Func<Func<ReadOnlyMemory<float>>, Delegate> Getter)
{
    /// <summary>The columns of a classifier: the key of the likeliest class, then the probabilities.</summary>
    /// <param name="input">What they are added to.</param>
    /// <param name="classes">As many as values.</param>
    /// <param name="score">Name of the column of probabilities.</param>
    /// <param name="predictedLabel">Name of the column of keys.</param>
    public static IReadOnlyList<ScoredColumn> OfClasses(DataViewSchema input, LabelNames classes, string score, string predictedLabel)
    {
        var setId = ScoreAnnotations.NextSetId(input);
        var predicted = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.AddTo(predicted, setId, ScoreAnnotations.PredictedLabel);
        var scores = new DataViewSchema.Annotations.Builder();
        ScoreAnnotations.AddTo(scores, setId, ScoreAnnotations.Score);
        if (classes.HasValues)
        {
            classes.AddValuesTo(predicted, ScoreAnnotations.KeyValues);
            classes.AddValuesTo(scores, ScoreAnnotations.TrainingLabelValues);
            classes.AddTextsTo(scores, ScoreAnnotations.SlotNames);
        }
        return
        [
            new(predictedLabel, new KeyDataViewType(typeof(uint), classes.Count), predicted.ToAnnotations(), LargestKey),
            new(score, new VectorDataViewType(NumberDataViewType.Single, classes.Count), scores.ToAnnotations(), Vector),
        ];
    }

    /// <summary>
    /// The columns of a binary classifier: whether the score is above 0, the score (a logit), its sigmoid. Of an image that can't be read the
    /// numbers are NaN and the prediction is false, since a Boolean has no missing value.
    /// </summary>
    /// <param name="input">What they are added to.</param>
    /// <param name="score">Name of the column of scores.</param>
    /// <param name="predictedLabel">Name of the column of predictions.</param>
    public static IReadOnlyList<ScoredColumn> OfBinary(DataViewSchema input, string score, string predictedLabel)
    {
        var setId = ScoreAnnotations.NextSetId(input);
        return
        [
            new(predictedLabel, BooleanDataViewType.Instance, Annotations(ScoreAnnotations.PredictedLabel),
                current => (ValueGetter<bool>)((ref bool value) => value = current().Span[0] > 0)),
            new(score, NumberDataViewType.Single, Annotations(ScoreAnnotations.Score),
                current => (ValueGetter<float>)((ref float value) => value = current().Span[0])),
            new(ScoreAnnotations.Probability, NumberDataViewType.Single, Annotations(ScoreAnnotations.Probability),
                current => (ValueGetter<float>)((ref float value) => value = 1 / (1 + MathF.Exp(-current().Span[0])))),
        ];

        DataViewSchema.Annotations Annotations(string valueKind)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            ScoreAnnotations.AddTo(builder, setId, valueKind, ScoreAnnotations.Binary);
            return builder.ToAnnotations();
        }
    }

    /// <summary>A column of vectors that say nothing of classes.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="sides">Of the vector; their product is the number of values.</param>
    public static ScoredColumn OfVector(string name, params int[] sides) =>
        new(name, new VectorDataViewType(NumberDataViewType.Single, sides), new DataViewSchema.Annotations.Builder().ToAnnotations(), Vector);

    /// <summary>All values, as a vector.</summary>
    public static Delegate Vector(Func<ReadOnlyMemory<float>> current) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
    {
        var values = current().Span;
        var editor = VBufferEditor.Create(ref value, values.Length);
        values.CopyTo(editor.Values);
        value = editor.Commit();
    });

    /// <summary>Key of the largest value, from 1; 0 (missing) where the values are NaN.</summary>
    public static Delegate LargestKey(Func<ReadOnlyMemory<float>> current) => (ValueGetter<uint>)((ref uint value) =>
    {
        var values = current().Span;
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i] > values[best])
                best = i;
        value = float.IsNaN(values[best]) ? 0 : (uint)best + 1;
    });
}
