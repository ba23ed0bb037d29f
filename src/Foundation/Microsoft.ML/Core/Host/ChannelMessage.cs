namespace Microsoft.ML.Runtime;

/// <summary>A message, put into words only when somebody reads it.</summary>
public readonly struct ChannelMessage
{
    private readonly string _format;
    private readonly object[] _arguments;

    internal ChannelMessage(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, object[] arguments = null)
    {
        Kind = kind;
        Sensitivity = sensitivity;
        _format = format;
        _arguments = arguments;
    }

    public readonly ChannelMessageKind Kind;
    public readonly MessageSensitivity Sensitivity;

    // Without arguments the text is no format: braces in it stay.
    public string Message => _arguments == null ? _format : string.Format(_format, _arguments);
}
