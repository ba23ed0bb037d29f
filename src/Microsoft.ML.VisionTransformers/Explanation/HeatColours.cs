namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>
/// The colours of heat maps: viridis (van der Walt and Smith, 2015, matplotlib's default), in nine steps and straight between them. Its
/// lightness rises evenly, so that equal differences look equal, in grey and to the colour-blind too.
/// </summary>
internal static class HeatColours
{
    private static readonly (byte R, byte G, byte B)[] s_steps =
    [
        (0x44, 0x01, 0x54), (0x47, 0x2c, 0x7a), (0x3b, 0x51, 0x8b), (0x2c, 0x71, 0x8e), (0x21, 0x90, 0x8d),
        (0x27, 0xad, 0x81), (0x5c, 0xc8, 0x63), (0xaa, 0xdc, 0x32), (0xfd, 0xe7, 0x25),
    ];

    /// <param name="value">0 for the darkest to 1 for the lightest.</param>
    public static (byte R, byte G, byte B) Of(double value)
    {
        var at = Math.Clamp(value, 0, 1) * (s_steps.Length - 1);
        var step = Math.Min((int)at, s_steps.Length - 2);
        var (from, to, share) = (s_steps[step], s_steps[step + 1], at - step);
        return (Mix(from.R, to.R, share), Mix(from.G, to.G, share), Mix(from.B, to.B, share));
    }

    public static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
