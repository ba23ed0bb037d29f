namespace Microsoft.ML.Data;

/// <summary>How well groups were found.</summary>
public sealed class ClusteringMetrics
{
    internal ClusteringMetrics(double averageDistance, double normalizedMutualInformation, double daviesBouldinIndex)
    {
        AverageDistance = averageDistance;
        NormalizedMutualInformation = normalizedMutualInformation;
        DaviesBouldinIndex = daviesBouldinIndex;
    }

    /// <summary>Mean of the scores of the nearest groups: of squared distances.</summary>
    public double AverageDistance { get; }

    /// <summary>What the groups tell of the labels, as a part of what there is to know: 0 to 1, NaN without labels.</summary>
    public double NormalizedMutualInformation { get; }

    /// <summary>Mean over the groups of the worst ratio of two groups' widths to their distance, lower is better; 0 where no features were named.</summary>
    public double DaviesBouldinIndex { get; }
}
