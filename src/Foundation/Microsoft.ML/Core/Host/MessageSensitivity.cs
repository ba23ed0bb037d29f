namespace Microsoft.ML.Runtime;

/// <summary>Which kinds of private content a message may hold.</summary>
[Flags]
public enum MessageSensitivity
{
    None = 0,
    UserData = 1,
    Schema = 2,
    Unknown = ~0,
    All = ~0,
}
