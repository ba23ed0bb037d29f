namespace System.Runtime.CompilerServices;

/// <summary>
/// Known to the runtime by its name: lets an attribute of ours be of a type that another assembly keeps internal. The library declares no
/// such type; whoever needs it brings it along.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
