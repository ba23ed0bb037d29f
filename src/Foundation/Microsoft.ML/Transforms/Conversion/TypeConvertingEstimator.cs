using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Changes the item type of columns.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    internal const DataKind DefaultOutputKind = DataKind.Single;

    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly DataKind _kind;

    internal TypeConvertingEstimator(IHostEnvironment environment, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(environment.Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(environment, columns, outputKind))
    {
        _columns = columns;
        _kind = outputKind;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(Host, inputSchema);
        foreach (var (output, input) in _columns)
        {
            var source = shape.Find(input);
            // A shape knows no count; any will do to see whether keys convert.
            DataViewType type = source.IsKey ? new KeyDataViewType(source.ItemType.RawType, 1) : source.ItemType;
            if (!TypeConversion.TryGet(type, _kind, out var target, out _))
                throw Host.ExceptParam(nameof(inputSchema), $"Don't know how to convert {input} into {_kind}");
            var annotations = new List<SchemaShape.Column>();
            if (source.HasSlotNames())
                annotations.Add(ShapeOutput.Slots);
            if (source.IsKey && source.Annotations.TryFindColumn(AnnotationUtils.Kinds.KeyValues, out var values))
                annotations.Add(values);
            if (target is NumberDataViewType && (source.ItemType is BooleanDataViewType || source.ItemType is NumberDataViewType && source.IsNormalized()))
                annotations.Add(ShapeOutput.Normalized);
            var item = target is KeyDataViewType key ? TypesOfRaw.Primitive(key.RawType) : target;
            shape.Set(new SchemaShape.Column(output, source.Kind, item, target is KeyDataViewType, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
