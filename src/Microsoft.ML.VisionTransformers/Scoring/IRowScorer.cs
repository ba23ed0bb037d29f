using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// A network that gives a fixed number of values an image: classes' probabilities, or an embedding. One serves all rows, cursors and
/// prediction engines of a model, from any number of threads at a time.
/// </summary>
internal interface IRowScorer
{
    /// <summary>Values an image gets.</summary>
    int ValuesPerRow { get; }

    /// <summary>Values an image takes, once decoded and preprocessed: channels x height x width.</summary>
    int ValuesPerImage { get; }

    /// <summary>Most images given to the network at once.</summary>
    int BatchSize { get; }

    /// <summary>Whether an image that can't be read gets NaN for its values rather than an exception.</summary>
    bool SkipBadImages { get; }

    /// <summary>Decodes and preprocesses one image.</summary>
    void Prepare(ImageSource image, Span<float> pixels);

    /// <summary>Runs the network.</summary>
    /// <param name="pixels">[rows x <see cref="ValuesPerImage"/>]; what lies behind is not looked at.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="values">[rows x <see cref="ValuesPerRow"/>], filled.</param>
    void Score(float[] pixels, int rows, float[] values);
}
