namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Something that makes a fixed number of values of each row's input: classes' probabilities, or an embedding. One serves all rows, cursors and
/// prediction engines of a model, from any number of threads at a time.
/// </summary>
internal interface IRowScorer
{
    /// <summary>Values a row gets.</summary>
    int ValuesPerRow { get; }

    /// <summary>Values a row's input takes, such as channels x height x width of an image.</summary>
    int ValuesPerInput { get; }

    /// <summary>Most rows scored at once.</summary>
    int BatchSize { get; }

    /// <summary>Whether an image that can't be read gets NaN for its values rather than an exception.</summary>
    bool SkipBadImages { get; }

    /// <summary>Scores a batch.</summary>
    /// <param name="inputs">[rows x <see cref="ValuesPerInput"/>]; what lies behind is not looked at.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="values">[rows x <see cref="ValuesPerRow"/>], filled.</param>
    void Score(float[] inputs, int rows, float[] values);
}
