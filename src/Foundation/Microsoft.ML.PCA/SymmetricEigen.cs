namespace Microsoft.ML.Transforms;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (1846; cyclic order).</summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 60;

    /// <summary>Overwrites the matrix; column i of the vectors belongs to value i. In no order.</summary>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var vectors = new double[size, size];
        double all = 0;
        for (var i = 0; i < size; i++)
        {
            vectors[i, i] = 1;
            for (var j = 0; j < size; j++)
                all += matrix[i, j] * matrix[i, j];
        }
        for (var sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            double off = 0;
            for (var i = 0; i < size; i++)
            {
                for (var j = i + 1; j < size; j++)
                {
                    off += matrix[i, j] * matrix[i, j];
                    Rotate(matrix, vectors, i, j);
                }
            }
            if (off <= all * 1e-30)
                break;
        }
        return ([.. Enumerable.Range(0, size).Select(i => matrix[i, i])], vectors);
    }

    /// <summary>Turns rows and columns i and j so that the element at (i, j) becomes 0.</summary>
    private static void Rotate(double[,] matrix, double[,] vectors, int i, int j)
    {
        if (matrix[i, j] == 0)
            return;
        var half = (matrix[j, j] - matrix[i, i]) / (2 * matrix[i, j]);
        // The smaller of the two angles.
        var tangent = (half < 0 ? -1 : 1) / (Math.Abs(half) + Math.Sqrt(half * half + 1));
        var cosine = 1 / Math.Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < matrix.GetLength(0); k++)
            (matrix[k, i], matrix[k, j]) = (cosine * matrix[k, i] - sine * matrix[k, j], sine * matrix[k, i] + cosine * matrix[k, j]);
        for (var k = 0; k < matrix.GetLength(0); k++)
        {
            (matrix[i, k], matrix[j, k]) = (cosine * matrix[i, k] - sine * matrix[j, k], sine * matrix[i, k] + cosine * matrix[j, k]);
            (vectors[k, i], vectors[k, j]) = (cosine * vectors[k, i] - sine * vectors[k, j], sine * vectors[k, i] + cosine * vectors[k, j]);
        }
    }
}
