namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>What a character may be in garbled text. The groups are those that ftfy describes in its heuristic (ftfy 6.3, "badness").</summary>
[Flags]
internal enum MojibakeClasses
{
    None = 0,

    /// <summary>Frequent in sound text too.</summary>
    Common = 1 << 0,

    /// <summary>U+0080 to U+009F.</summary>
    Control = 1 << 1,

    /// <summary>Hardly ever meant.</summary>
    Bad = 1 << 2,
    Law = 1 << 3,
    Currency = 1 << 4,
    Opening = 1 << 5,
    Closing = 1 << 6,
    Numeric = 1 << 7,

    /// <summary>Letters that faces are made of: (Ö).</summary>
    Kaomoji = 1 << 8,
    UpperAccented = 1 << 9,
    LowerAccented = 1 << 10,

    /// <summary>Letters of other scripts, that end words.</summary>
    UpperCommon = 1 << 11,
    LowerCommon = 1 << 12,
    Box = 1 << 13,

    AsciiLower = 1 << 14,
    AsciiUpper = 1 << 15,
}
