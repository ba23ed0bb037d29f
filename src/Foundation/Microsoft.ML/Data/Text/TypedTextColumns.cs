using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The columns that a class describes by its members' attributes.</summary>
internal static class TypedTextColumns
{
    public static TextLoader.Column[] Of(Type type)
    {
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetGetMethod() != null && property.GetSetMethod() != null && property.GetIndexParameters().Length == 0);
        return [.. fields.Select(field => Column(field, "Field", field.FieldType)), .. properties.Select(property => Column(property, "Property", property.PropertyType))];
    }

    private static TextLoader.Column Column(MemberInfo member, string what, Type type)
    {
        var source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw Contracts.Except($"{what} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute");
        var item = type.IsArray ? type.GetElementType() : type;
        if (!TypesOfRaw.TryPrimitive(item, out var columnType) || columnType is RowIdDataViewType)
            throw Contracts.Except($"{what} {member.Name} is of unsupported type.");
        return new TextLoader.Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            DataKind = TypesOfRaw.KindOf(columnType.RawType),
            Source = source.Sources,
            KeyCount = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount { Count = key.Count } : null,
        };
    }
}
