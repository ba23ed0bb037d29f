using Microsoft.ML.Runtime;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>Whole lines for ML.NET's log: no format, so that braces in a path or a name stay what they are.</summary>
internal static class ChannelLines
{
    public static void Say(this IChannel channel, string line) => channel.Info(MessageSensitivity.None, "{0}", line);

    public static void Warn(this IChannel channel, string line) => channel.Warning(MessageSensitivity.UserData, "{0}", line);

    public static void Write(this IChannel channel, string line, bool isWarning)
    {
        if (isWarning)
            channel.Warn(line);
        else
            channel.Say(line);
    }
}
