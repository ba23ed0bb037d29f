using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>Tables of position embeddings, <c>[1, prefix + rows * columns, dim]</c>: resampled to another grid, or made of sines.</summary>
internal static class PositionEmbedding
{
    /// <summary>
    /// The table for another grid. The first <paramref name="prefix"/> rows (class and register tokens) are kept as they are. On the
    /// same grid the table itself comes back, as an alias.
    /// </summary>
    public static Tensor Resample(Tensor table, int prefix, PatchGrid from, PatchGrid to, PositionResampling kernel)
    {
        var (tokens, dim) = (table.shape[1], table.shape[2]);
        if (tokens != prefix + from.Count)
            throw new ArgumentException(
                $"A position table of {tokens} rows is not {prefix} prefix tokens and a grid of {from} patches.", nameof(table));
        if (from == to)
            return table.alias();

        using var scope = NewDisposeScope();
        var rows = WeightMatrix(from.Rows, to.Rows, kernel, table);          // [R', R]
        var columns = WeightMatrix(from.Columns, to.Columns, kernel, table); // [C', C]
        var grid = table.narrow(1, prefix, from.Count)
            .reshape(from.Rows, from.Columns, dim)
            .permute(1, 0, 2).reshape(from.Columns, from.Rows * dim);        // [C, R*D]
        grid = columns.mm(grid)                                              // [C', R*D]
            .reshape(to.Columns, from.Rows, dim)
            .permute(1, 0, 2).reshape(from.Rows, to.Columns * dim);          // [R, C'*D]
        grid = rows.mm(grid).reshape(1, to.Count, dim);                      // [1, R'*C', D]
        var resampled = prefix == 0 ? grid : cat([table.narrow(1, 0, prefix), grid], 1);
        return resampled.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// MAE's fixed two-dimensional sine table. The first half of the channels encodes the column, the second the row (pretrained
    /// weights depend on that order); each half holds the sines of all frequencies, then the cosines. Prefix rows are zero.
    /// </summary>
    public static Tensor SinCos(int dim, PatchGrid grid, int prefix)
    {
        if (dim % 4 != 0)
            throw new ArgumentException($"A two-dimensional sine table needs a width divisible by 4, not {dim}.", nameof(dim));
        var quarter = dim / 4;
        var table = new float[(prefix + grid.Count) * dim];
        for (var token = 0; token < grid.Count; token++)
        {
            var row = table.AsSpan((prefix + token) * dim, dim);
            var (y, x) = Math.DivRem(token, grid.Columns);
            for (var k = 0; k < quarter; k++)
            {
                var frequency = 1 / Math.Pow(10000, (double)k / quarter);
                row[k] = (float)Math.Sin(x * frequency);
                row[quarter + k] = (float)Math.Cos(x * frequency);
                row[2 * quarter + k] = (float)Math.Sin(y * frequency);
                row[3 * quarter + k] = (float)Math.Cos(y * frequency);
            }
        }
        return tensor(table, [1L, prefix + grid.Count, dim]);
    }

    private static Tensor WeightMatrix(int input, int output, PositionResampling kernel, Tensor like)
        => tensor(CubicKernel.Weights(input, output, kernel), [(long)output, input]).to(like.dtype, like.device);
}
