using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ModelOperationsCatalog
{
    /// <summary>An engine for single predictions.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null) where TSrc : class where TDst : class, new() =>
        CreatePredictionEngine<TSrc, TDst>(transformer, new PredictionEngineOptions
        {
            IgnoreMissingColumns = ignoreMissingColumns,
            InputSchemaDefinition = inputSchemaDefinition,
            OutputSchemaDefinition = outputSchemaDefinition,
        });

    /// <summary>An engine whose input columns are of the types in the schema, for what a member cannot tell: sizes, key values.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, DataViewSchema inputSchema)
        where TSrc : class where TDst : class, new()
    {
        _environment.CheckValue(transformer, nameof(transformer));
        _environment.CheckValue(inputSchema, nameof(inputSchema));
        var definition = SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Read);
        foreach (var column in inputSchema)
        {
            var member = definition[column.Name] ?? throw _environment.Except($"Type should contain a member named {column.Name}");
            member.ColumnType = column.Type;
            foreach (var annotation in column.Annotations.Schema)
                AddAnnotation(member, column.Annotations, annotation);
        }
        return CreatePredictionEngine<TSrc, TDst>(transformer, ignoreMissingColumns: false, inputSchemaDefinition: definition);
    }

    /// <summary>An engine with all options.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(ITransformer transformer, PredictionEngineOptions options)
        where TSrc : class where TDst : class, new()
    {
        _environment.CheckValue(transformer, nameof(transformer));
        _environment.CheckValue(options, nameof(options));
        return new PredictionEngine<TSrc, TDst>(_environment, transformer, options);
    }

    private static void AddAnnotation(SchemaDefinition.Column member, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation) =>
        MemberAccess.Call(typeof(ModelOperationsCatalog), nameof(AddAnnotationOf), [annotation.Type.RawType], member, annotations, annotation);

    private static void AddAnnotationOf<T>(SchemaDefinition.Column member, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default;
        annotations.GetValue(annotation.Name, ref value);
        member.AddAnnotation(annotation.Name, value, annotation.Type);
    }
}
