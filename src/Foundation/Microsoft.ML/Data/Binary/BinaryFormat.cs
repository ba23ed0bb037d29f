namespace Microsoft.ML.Data;

/// <summary>
/// Layout of a binary file: magic, schema, blocks of rows, block table (offset and rows of each), offset of the table, magic. A block holds each column's
/// values by themselves, compressed, so that columns which nobody asked for are skipped.
/// </summary>
internal static class BinaryFormat
{
    public const ulong Magic = 0x3156_4449_4C4D_5456; // "VTMLIDV1"

    /// <summary>Bytes at the end that say where the block table is.</summary>
    public const int TailSize = sizeof(long) + sizeof(ulong);

    // A block is read whole: of images in bytes even few rows are megabytes.
    public const int MaximumRows = 1024;
    public const int EnoughBytes = 1 << 20;
}

/// <summary>Consecutive rows in a file.</summary>
internal readonly record struct BinaryBlock(long Offset, int Rows, long FirstRow);
