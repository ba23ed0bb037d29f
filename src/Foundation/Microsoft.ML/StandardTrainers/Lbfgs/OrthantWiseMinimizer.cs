using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// L-BFGS (Nocedal, "Updating quasi-Newton matrices with limited storage", 1980), and OWL-QN for the absolute values of the parameters beside the smooth
/// objective (Andrew and Gao, 2007): steps follow the pseudo-gradient and stay in the orthant they start in.
/// </summary>
/// <param name="evaluate">The smooth objective: takes parameters, fills the gradient.</param>
/// <param name="free">So many parameters in front are not regularised.</param>
/// <param name="l1">Weight of the absolute values.</param>
/// <param name="nonNegative">Whether no parameter may go below zero.</param>
/// <param name="historySize">How many past steps make the estimate of the curvature.</param>
internal sealed class OrthantWiseMinimizer(Func<double[], double[], double> evaluate, int free, double l1, bool nonNegative, int historySize)
{
    // Armijo's condition: the least part of the linear decrease that a step has to bring.
    private const double SufficientDecrease = 1e-4;
    private const int MaximumHalvings = 40;

    private readonly LinkedList<(double[] Step, double[] Change, double Product)> _history = new();

    /// <summary>Ends when the mean improvement, of which each older one counts a quarter of the next, is below the tolerance.</summary>
    public double[] Minimize(double[] start, double tolerance, int maximumIterations, IHost host)
    {
        const double Older = 0.25;
        var at = start;
        var gradient = new double[at.Length];
        var value = evaluate(at, gradient) + Penalty(at);
        double improvements = 0;
        for (var iteration = 0; iteration < maximumIterations; iteration++)
        {
            host.CheckAlive();
            var slope = PseudoGradient(at, gradient);
            if (!TryStep(at, value, slope, out var next, out var nextGradient, out var nextValue))
            {
                if (_history.Count == 0)
                    break;
                // The estimate of the curvature may be to blame: once more along the slope itself.
                _history.Clear();
                continue;
            }
            Remember(at, gradient, next, nextGradient);
            improvements = (value - nextValue) + Older * improvements;
            (at, gradient, value) = (next, nextGradient, nextValue);
            if (improvements * (1 - Older) < tolerance)
                break;
        }
        return at;
    }

    private double WeightOf(int i) => i < free ? 0 : l1;

    private double Penalty(double[] at)
    {
        double sum = 0;
        for (var i = free; i < at.Length; i++)
            sum += Math.Abs(at[i]);
        return l1 * sum;
    }

    /// <summary>The derivative where there is one; at a kink or bound the direction of steepest descent, 0 where no direction descends.</summary>
    private double[] PseudoGradient(double[] at, double[] gradient)
    {
        var slope = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            var (left, right) = (gradient[i] - WeightOf(i), gradient[i] + WeightOf(i));
            if (nonNegative)
                slope[i] = at[i] > 0 ? right : Math.Min(0, right);
            else
                slope[i] = at[i] > 0 ? right : at[i] < 0 ? left : right < 0 ? right : left > 0 ? left : 0;
        }
        return slope;
    }

    /// <summary>Halves the step until the objective falls enough; false where it does not, at the precision of the numbers.</summary>
    private bool TryStep(double[] at, double value, double[] slope, out double[] next, out double[] nextGradient, out double nextValue)
    {
        var direction = Direction(slope);
        // Nothing is known of the scale before the first step.
        var length = _history.Count > 0 ? 1 : 1 / Math.Max(1e-12, Math.Sqrt(Dot(slope, slope)));
        next = new double[at.Length];
        nextGradient = new double[at.Length];
        nextValue = value;
        if (Dot(direction, slope) >= 0)
            return false;
        for (var halvings = 0; halvings < MaximumHalvings; halvings++, length /= 2)
        {
            double decrease = 0;
            for (var i = 0; i < at.Length; i++)
            {
                next[i] = Within(at[i], slope[i], i, at[i] + length * direction[i]);
                decrease += slope[i] * (next[i] - at[i]);
            }
            nextValue = evaluate(next, nextGradient) + Penalty(next);
            if (nextValue <= value + SufficientDecrease * decrease && nextValue < value)
                return true;
        }
        return false;
    }

    /// <summary>A parameter that would cross zero stays there.</summary>
    private double Within(double from, double slope, int i, double to)
    {
        if (nonNegative)
            return Math.Max(0, to);
        var sign = from != 0 ? Math.Sign(from) : -Math.Sign(slope);
        return WeightOf(i) > 0 && Math.Sign(to) != sign ? 0 : to;
    }

    /// <summary>Minus the slope times the estimated inverse of the second derivatives, by the two loops over the history.</summary>
    private double[] Direction(double[] slope)
    {
        var direction = Array.ConvertAll(slope, value => -value);
        var factors = new Stack<double>();
        for (var node = _history.Last; node != null; node = node.Previous)
        {
            var (step, change, product) = node.Value;
            var factor = Dot(step, direction) / product;
            factors.Push(factor);
            AddScaled(change, -factor, direction);
        }
        if (_history.Last is { Value: var latest })
        {
            var scale = latest.Product / Dot(latest.Change, latest.Change);
            for (var i = 0; i < direction.Length; i++)
                direction[i] *= scale;
        }
        foreach (var (step, change, product) in _history)
            AddScaled(step, factors.Pop() - Dot(change, direction) / product, direction);
        for (var i = 0; i < direction.Length; i++)
        {
            // The curvature must not turn a parameter against its own steepest descent where a kink or a bound is.
            if ((nonNegative || WeightOf(i) > 0) && direction[i] * slope[i] >= 0)
                direction[i] = 0;
        }
        return direction;
    }

    private void Remember(double[] at, double[] gradient, double[] next, double[] nextGradient)
    {
        var (step, change) = (new double[at.Length], new double[at.Length]);
        for (var i = 0; i < at.Length; i++)
            (step[i], change[i]) = (next[i] - at[i], nextGradient[i] - gradient[i]);
        var product = Dot(step, change);
        // A step along which the gradient does not grow says nothing that a convex objective has.
        if (product <= 1e-12 * Dot(change, change))
            return;
        _history.AddLast((step, change, product));
        if (_history.Count > historySize)
            _history.RemoveFirst();
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(double[] source, double factor, double[] target)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] += factor * source[i];
    }
}
