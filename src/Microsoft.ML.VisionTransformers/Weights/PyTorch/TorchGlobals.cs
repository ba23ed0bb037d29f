using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>
/// The classes and functions that a pickle may name and that mean something here. This is the whole list: nothing is looked up, and what
/// is not on it leaves an inert object behind.
/// </summary>
internal static class TorchGlobals
{
    private static readonly Dictionary<string, SafetensorsType> s_storages = new()
    {
        ["DoubleStorage"] = SafetensorsType.Find("F64")!,
        ["FloatStorage"] = SafetensorsType.Find("F32")!,
        ["HalfStorage"] = SafetensorsType.Find("F16")!,
        ["BFloat16Storage"] = SafetensorsType.Find("BF16")!,
        ["LongStorage"] = SafetensorsType.Find("I64")!,
        ["IntStorage"] = SafetensorsType.Find("I32")!,
        ["ShortStorage"] = SafetensorsType.Find("I16")!,
        ["CharStorage"] = SafetensorsType.Find("I8")!,
        ["ByteStorage"] = SafetensorsType.Find("U8")!,
        ["BoolStorage"] = SafetensorsType.Find("BOOL")!,
        ["ComplexFloatStorage"] = SafetensorsType.Find("C64")!,
        ["ComplexDoubleStorage"] = new("C128", 16, ScalarType.ComplexFloat64),
        ["UntypedStorage"] = SafetensorsType.Find("U8")!,
        ["_UntypedStorage"] = SafetensorsType.Find("U8")!,

        // The codes of quantised tensors: how long they are has to be known to find what follows them.
        ["QInt8Storage"] = new("QINT8", 1, ScalarType.Int8),
        ["QUInt8Storage"] = new("QUINT8", 1, ScalarType.Byte),
        ["QInt32Storage"] = new("QINT32", 4, ScalarType.Int32),
    };

    private static readonly Dictionary<string, string> s_types = new()
    {
        ["float64"] = "F64", ["double"] = "F64", ["float32"] = "F32", ["float"] = "F32", ["float16"] = "F16", ["half"] = "F16", ["bfloat16"] = "BF16",
        ["int64"] = "I64", ["long"] = "I64", ["int32"] = "I32", ["int"] = "I32", ["int16"] = "I16", ["short"] = "I16", ["int8"] = "I8", ["uint8"] = "U8",
        ["bool"] = "BOOL", ["complex64"] = "C64", ["uint16"] = "U16", ["uint32"] = "U32", ["uint64"] = "U64",
        ["float8_e4m3fn"] = "F8_E4M3", ["float8_e5m2"] = "F8_E5M2",
    };

    /// <summary>The element type of a storage class; null for those that are not known.</summary>
    public static SafetensorsType? StorageType(PickleGlobal global)
        => global.Module is "torch" or "torch.cuda" or "torch.storage" ? s_storages.GetValueOrDefault(global.Name) : null;

    /// <summary>What a call gives; an inert object when it is not on the list, or when its storage is of a type that is not read.</summary>
    /// <exception cref="CheckpointFormatException">It is on the list, and what it is given makes no sense.</exception>
    public static object? Call(PickleGlobal global, object?[] arguments) => global.ToString() switch
    {
        "collections.OrderedDict" or "collections.defaultdict" or "builtins.dict" or "__builtin__.dict" => Dictionary(arguments),
        "torch.Size" => arguments is [PickleTuple sides] ? sides : PickleTuple.Empty,
        "torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2" => Rebuild(global, arguments, null),
        "torch._utils._rebuild_tensor_v3" => Rebuild(global, arguments, arguments.ElementAtOrDefault(6)),
        "torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state" => arguments.FirstOrDefault(),
        "torch._tensor._rebuild_from_type_v2" => arguments is [PickleGlobal rebuild, _, PickleTuple inner, ..]
            ? CallRebuild(rebuild, inner.Items) : new PickleObject(global.ToString()),
        // Typed lists and dictionaries of TorchScript.
        "torch.jit._pickle.restore_type_tag" => arguments.FirstOrDefault(),
        var name => new PickleObject(name),
    };

    // One step only: a name that leads to itself again is not followed.
    private static object? CallRebuild(PickleGlobal rebuild, object?[] arguments)
        => rebuild.ToString() == "torch._tensor._rebuild_from_type_v2" ? new PickleObject(rebuild.ToString()) : Call(rebuild, arguments);

    private static PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        // Python 2 gives the items as a list of pairs; a defaultdict's first argument is what makes its values.
        if (arguments.LastOrDefault() is List<object?> pairs)
        {
            foreach (var pair in pairs)
            {
                var items = (pair as PickleTuple)?.Items ?? (pair as List<object?>)?.ToArray();
                if (items is [var key, var value])
                    dictionary.Set(key, value);
            }
        }
        return dictionary;
    }

    private static object Rebuild(PickleGlobal global, object?[] arguments, object? type)
    {
        if (arguments is not [var storage, long offset, PickleTuple shape, PickleTuple strides, ..])
            throw new CheckpointFormatException($"{global} is given something else than a storage, an offset, sides and strides");
        if (storage is not TorchStorage elements)
            return new PickleObject(storage is PickleObject unknown ? unknown.Origin : global.ToString());
        var ownType = type is PickleGlobal { Module: "torch" } named
            ? s_types.TryGetValue(named.Name, out var name) ? SafetensorsType.Find(name) : null
            : elements.Type;
        return ownType is null
            ? new PickleObject(type!.ToString()!)
            : TorchTensor.Create(elements, ownType, offset, Numbers(shape), Numbers(strides));
    }

    private static long[] Numbers(PickleTuple tuple)
        => [.. tuple.Items.Select(item => item is long number ? number : throw new CheckpointFormatException("a side or stride of a tensor is no number"))];
}
