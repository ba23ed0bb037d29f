namespace Microsoft.ML.Data;

/// <summary>How far predicted numbers are from the true ones.</summary>
public sealed class RegressionMetrics
{
    internal RegressionMetrics(double absolute, double squared, double loss, double labels, double labelSquares, double count)
    {
        MeanAbsoluteError = count > 0 ? absolute / count : 0;
        MeanSquaredError = count > 0 ? squared / count : 0;
        RootMeanSquaredError = count > 0 ? Math.Sqrt(squared / count) : 0;
        LossFunction = count > 0 ? loss / count : 0;
        RSquared = count > 0 ? 1 - squared / (labelSquares - labels * labels / count) : 0;
    }

    public double MeanAbsoluteError { get; }

    public double MeanSquaredError { get; }

    public double RootMeanSquaredError { get; }

    /// <summary>Mean of the loss: of the squared one.</summary>
    public double LossFunction { get; }

    /// <summary>1 - squared error / squared distance of the labels from their mean.</summary>
    public double RSquared { get; }
}
