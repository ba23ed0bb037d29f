using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>A channel also tells when it starts and ends.</summary>
internal sealed class Channel : Pipe<ChannelMessage>, IChannel
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public Channel(HostEnvironmentBase parent, string name) : base(parent, name) => Tell(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel started");

    public void Trace(MessageSensitivity sensitivity, string fmt) => Tell(ChannelMessageKind.Trace, sensitivity, fmt);
    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) => Tell(ChannelMessageKind.Trace, sensitivity, fmt, args);
    public void Info(MessageSensitivity sensitivity, string fmt) => Tell(ChannelMessageKind.Info, sensitivity, fmt);
    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) => Tell(ChannelMessageKind.Info, sensitivity, fmt, args);
    public void Warning(MessageSensitivity sensitivity, string fmt) => Tell(ChannelMessageKind.Warning, sensitivity, fmt);
    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) => Tell(ChannelMessageKind.Warning, sensitivity, fmt, args);
    public void Error(MessageSensitivity sensitivity, string fmt) => Tell(ChannelMessageKind.Error, sensitivity, fmt);
    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) => Tell(ChannelMessageKind.Error, sensitivity, fmt, args);

    private void Tell(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null) =>
        Send(new ChannelMessage(kind, sensitivity, format, arguments));

    protected override void Finish()
    {
        Tell(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", [Stopwatch.GetElapsedTime(_started)]);
        Tell(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel disposed");
    }
}
