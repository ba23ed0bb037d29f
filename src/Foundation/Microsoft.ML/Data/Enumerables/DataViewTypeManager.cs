using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Column types of .NET types beyond the standard ones, for example of images. An attribute on the member may tell several apart.</summary>
public static class DataViewTypeManager
{
    private static readonly Lock _lock = new();
    private static readonly Dictionary<(Type Type, Attribute Attribute), DataViewType> _typeOf = [];
    private static readonly Dictionary<DataViewType, (Type Type, Attribute Attribute)> _rawOf = [];

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute typeAttribute = null) =>
        Register(dataViewType, type, typeAttribute == null ? [] : [typeAttribute]);

    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute> typeAttributes)
    {
        Contracts.CheckValue(dataViewType, nameof(dataViewType));
        Contracts.CheckValue(type, nameof(type));
        if (TypesOfRaw.TryPrimitive(type, out _))
            throw Contracts.ExceptParam(nameof(type), 
                $"Type {type} has been registered as ML.NET's default supported type, so it can't not be registered again.");
        var key = (type, Distinguishing(typeAttributes));
        lock (_lock)
        {
            var knownType = _typeOf.TryGetValue(key, out var oldType);
            var knownRaw = _rawOf.TryGetValue(dataViewType, out var oldRaw);
            if (knownType && knownRaw && oldType.Equals(dataViewType) && oldRaw.Equals(key))
                return;
            if (knownType && !oldType.Equals(dataViewType))
                throw Contracts.ExceptParam(nameof(type),
                    $"Repeated type register. The raw type {type} has been associated with {oldType} so it cannot be associated with {dataViewType}.");
            if (knownRaw && !oldRaw.Equals(key))
                throw Contracts.ExceptParam(nameof(dataViewType),
                    $"Repeated type register. The DataView type {dataViewType} has been associated with {oldRaw.Type} so it cannot be associated with {type}.");
            _typeOf[key] = dataViewType;
            _rawOf[dataViewType] = key;
        }
    }

    /// <summary>The column type of members of a type, null for what was never registered.</summary>
    internal static DataViewType GetDataViewTypeOrNull(Type type, IEnumerable<Attribute> attributes)
    {
        lock (_lock)
            return _typeOf.GetValueOrDefault((type, Distinguishing(attributes)));
    }

    internal static bool Knows(Type type, IEnumerable<Attribute> attributes) => GetDataViewTypeOrNull(type, attributes) != null;

    internal static bool Knows(DataViewType type)
    {
        lock (_lock)
            return _rawOf.ContainsKey(type);
    }

    /// <summary>The attribute of a member that says what its column type is, registered.</summary>
    internal static Attribute[] TypeAttributes(MemberInfo member)
    {
        var found = member.GetCustomAttributes<DataViewTypeAttribute>().ToArray();
        if (found.Length > 1)
            throw Contracts.ExceptParam(nameof(member),
                $"Member {member.Name} cannot be marked with multiple attributes, {string.Join(", ", found.Select(a => a.GetType().Name))}, " +
                $"because they all derive from {nameof(DataViewTypeAttribute)}.");
        foreach (var attribute in found)
            attribute.Register();
        return found;
    }

    private static Attribute Distinguishing(IEnumerable<Attribute> attributes) => attributes?.OfType<DataViewTypeAttribute>().FirstOrDefault();
}
