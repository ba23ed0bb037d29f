using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A checked assignment of members to columns.</summary>
internal sealed class InternalSchemaDefinition
{
    private InternalSchemaDefinition(Column[] columns) => Columns = columns;

    /// <summary>A member and its column.</summary>
    public sealed record Column(string ColumnName, DataViewType ColumnType, MemberInfo MemberInfo, IReadOnlyDictionary<string, AnnotationInfo> Annotations)
    {
        public Type MemberType => MemberAccess.TypeOf(MemberInfo);
    }

    public Column[] Columns { get; }

    public static InternalSchemaDefinition Create(Type userType, SchemaDefinition.Direction direction) =>
        Create(userType, SchemaDefinition.Create(userType, direction));

    /// <summary>Of a given definition, or else of the members accessible that way.</summary>
    public static InternalSchemaDefinition Create(Type userType, SchemaDefinition userSchemaDefinition, SchemaDefinition.Direction direction) =>
        userSchemaDefinition == null ? Create(userType, direction) : Create(userType, userSchemaDefinition);

    public static InternalSchemaDefinition Create(Type userType, SchemaDefinition userSchemaDefinition)
    {
        Contracts.CheckValue(userType, nameof(userType));
        userSchemaDefinition ??= SchemaDefinition.Create(userType);
        return new InternalSchemaDefinition([.. userSchemaDefinition.Select(c => Bind(userType, c, nameof(userSchemaDefinition))).Where(c => c != null)]);
    }

    private static Column Bind(Type userType, SchemaDefinition.Column column, string parameter)
    {
        if (column.MemberName == null)
            throw Contracts.ExceptParam(parameter, "Null field name detected in schema definition");
        var member = (MemberInfo)userType.GetField(column.MemberName) ?? userType.GetProperty(column.MemberName)
            ?? throw Contracts.ExceptParam(parameter, $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
        if (MemberAccess.TypeOf(member) == typeof(IChannel))
            return null;
        MemberAccess.GetVectorAndItemType(MemberAccess.TypeOf(member), member.Name, DataViewTypeManager.TypeAttributes(member), out var isVector, out var raw);
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var type = column.ColumnType;
        if (type == null)
            type = isVector ? new VectorDataViewType(TypesOfRaw.Primitive(raw)) : TypesOfRaw.Primitive(raw);
        else
        {
            if (isVector != type is VectorDataViewType)
                throw Contracts.ExceptParam(parameter,
                    $"Column '{name}' is supposed to be {Shape(type is VectorDataViewType)}, but type of associated field '{column.MemberName}' is {Shape(isVector)}");
            if (type.GetItemType().RawType != raw)
                throw Contracts.ExceptParam(parameter,
                    $"Column '{name}' is supposed to have item type {type.GetItemType().RawType}, but associated field has type {raw}");
        }
        return new Column(name, type, member, column.AnnotationInfos);
    }

    private static string Shape(bool isVector) => isVector ? "vector" : "scalar";

    public DataViewSchema ToSchema()
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in Columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            foreach (var (kind, info) in column.Annotations)
                annotations.Add(kind, info.AnnotationType, info.GetGetter());
            builder.AddColumn(column.ColumnName, column.ColumnType, annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }
}
