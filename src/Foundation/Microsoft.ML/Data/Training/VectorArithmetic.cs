using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Sums of products of feature vectors, dense or sparse, with dense ones.</summary>
internal static class VectorArithmetic
{
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b[..a.Length]);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
            sums += left[i] * right[i];
        var sum = Vector.Sum(sums);
        for (var i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    public static float Dot(in VBuffer<float> features, ReadOnlySpan<float> dense)
    {
        var values = features.GetValues();
        if (features.IsDense)
            return Dot(values, dense);
        var indices = features.GetIndices();
        var sum = 0f;
        for (var i = 0; i < values.Length; i++)
            sum += values[i] * dense[indices[i]];
        return sum;
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target[..source.Length]);
        for (var i = 0; i < from.Length; i++)
            to[i] += factor * from[i];
        for (var i = from.Length * Vector<float>.Count; i < source.Length; i++)
            target[i] += factor * source[i];
    }

    public static void AddScaled(in VBuffer<float> features, float factor, Span<float> target)
    {
        var values = features.GetValues();
        if (features.IsDense)
        {
            AddScaled(values, factor, target);
            return;
        }
        var indices = features.GetIndices();
        for (var i = 0; i < values.Length; i++)
            target[indices[i]] += factor * values[i];
    }

    /// <summary>The sum of the squares.</summary>
    public static float NormSquared(in VBuffer<float> features) => Dot(features.GetValues(), features.GetValues());

    /// <summary>By differences, so that equal vectors are at exactly zero.</summary>
    public static float SquaredDistance(in VBuffer<float> features, ReadOnlySpan<float> dense)
    {
        var values = features.GetValues();
        if (features.IsDense)
            return SquaredDistance(values, dense);
        var indices = features.GetIndices();
        float sum = 0;
        for (int slot = 0, next = 0; slot < dense.Length; slot++)
        {
            var value = next < indices.Length && indices[next] == slot ? values[next++] : 0;
            sum += (value - dense[slot]) * (value - dense[slot]);
        }
        return sum;
    }

    public static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var left = MemoryMarshal.Cast<float, Vector<float>>(a);
        var right = MemoryMarshal.Cast<float, Vector<float>>(b[..a.Length]);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sums += difference * difference;
        }
        var sum = Vector.Sum(sums);
        for (var i = left.Length * Vector<float>.Count; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    /// <summary>Turns scores into probabilities; returns the logarithm of the sum of their exponentials.</summary>
    public static double Softmax(Span<float> scores)
    {
        var largest = float.NegativeInfinity;
        foreach (var score in scores)
            largest = Math.Max(largest, score);
        double sum = 0;
        foreach (ref var score in scores)
            sum += score = MathF.Exp(score - largest);
        foreach (ref var score in scores)
            score = (float)(score / sum);
        return largest + Math.Log(sum);
    }
}
