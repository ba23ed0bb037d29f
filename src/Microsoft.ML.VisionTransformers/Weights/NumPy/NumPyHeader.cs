using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.ML.VisionTransformers.Weights.NumPy;

/// <summary>
/// The header of a NumPy array (NEP 1): a sign, a version, a length and a Python dictionary. That is matched, never evaluated, and only in the form
/// in which NumPy writes it.
/// </summary>
internal static class NumPyHeader
{
    /// <summary>More than any header of numbers takes; records of many fields are not read.</summary>
    public const int MaxLength = 4096;

    private static readonly Regex s_dictionary = new(
        @"^\{\s*'descr':\s*'(?<type>[<>|=][a-zA-Z][0-9]{1,2})',\s*'fortran_order':\s*(?<fortran>True|False),\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Dictionary<string, string> s_types = new()
    {
        ["|b1"] = "BOOL", ["|u1"] = "U8", ["|i1"] = "I8", ["<i2"] = "I16", ["<i4"] = "I32", ["<i8"] = "I64",
        ["<f2"] = "F16", ["<f4"] = "F32", ["<f8"] = "F64",
    };

    /// <param name="start">The first bytes of the array's file; as many as there are up to <see cref="MaxLength"/>.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="CheckpointFormatException">It is no array of numbers that are read here.</exception>
    public static NumPyArray Parse(ReadOnlySpan<byte> start, string name)
    {
        if (start.Length < 12 || !start.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) || start[6] is not (1 or 2 or 3))
            throw Bad(name, "has no header of NumPy");
        var (at, length) = start[6] == 1
            ? (10, BinaryPrimitives.ReadUInt16LittleEndian(start[8..])) : (12, BinaryPrimitives.ReadUInt32LittleEndian(start[8..]));
        if (length > start.Length - at)
            throw Bad(name, $"claims a header of {length} bytes");
        var text = Encoding.Latin1.GetString(start.Slice(at, (int)length));
        if (s_dictionary.Match(text) is not { Success: true } match)
            throw Bad(name, "is no plain array of numbers");
        if (match.Groups["fortran"].Value == "True")
            throw Bad(name, "is stored column by column, which is not read: save it with numpy.ascontiguousarray");
        if (!s_types.TryGetValue(match.Groups["type"].Value, out var type))
            throw Bad(name, $"has the element type {match.Groups["type"].Value}, which is not read");
        return new NumPyArray(SafetensorsType.Find(type)!, Shape(match.Groups["shape"].Value, name), at + (int)length);
    }

    private static long[] Shape(string list, string name)
    {
        var sides = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (sides.Length > 16)
            throw Bad(name, $"has {sides.Length} dimensions");
        return [.. sides.Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw Bad(name, $"has a side of {side}"))];
    }

    private static CheckpointFormatException Bad(string name, string what) => new($"the array '{name}' {what}.");
}
