namespace Microsoft.ML.Data;

/// <summary>Learnt parameters that give a vector of features a fixed number of scores.</summary>
internal interface IFeatureScorer
{
    int FeatureCount { get; }

    int ScoreCount { get; }

    /// <param name="features">Of <see cref="FeatureCount"/> values.</param>
    /// <param name="scores">Of <see cref="ScoreCount"/> values, written.</param>
    void Score(in VBuffer<float> features, Span<float> scores);
}
