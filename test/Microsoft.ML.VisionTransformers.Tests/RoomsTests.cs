using System.Reflection;
using System.Reflection.Emit;
using Microsoft.ML.VisionTransformers.Architectures;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests;

/// <summary>Building blocks, architectures, objectives and networks know TorchSharp and not ML.NET, so that they can be read and used alone.</summary>
public sealed class RoomsTests
{
    private static readonly Assembly s_product = typeof(VisionTransformersTrainersCatalog).Assembly;
    private static readonly Assembly s_ml = typeof(MLContext).Assembly;
    private static readonly string[] s_rooms = ["Modules", "Architectures", "Objectives"];

    private static readonly Dictionary<int, OpCode> s_opCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value);

    [Fact]
    public void Networks_and_their_parts_know_nothing_of_ML_NET()
    {
        var types = s_product.GetTypes().Where(IsInRoom).ToArray();
        Assert.Contains(types, IsNetwork);
        var findings = types.SelectMany(t => References(t).Where(r => r.Assembly == s_ml).Select(r => $"{t.FullName} -> {r.FullName}")).Distinct().ToArray();
        Assert.Empty(findings);
    }

    // The test of the test: every family's network is among those that are looked at.
    [Fact]
    public void Every_family_has_networks_here()
    {
        foreach (var family in new[] { "ViT", "Swin", "Clip", "Mae", "ConvMae", "FastConvMae" })
            Assert.Contains(s_product.GetTypes(), type => type.Namespace == $"Microsoft.ML.VisionTransformers.{family}" && IsNetwork(type) && IsInRoom(type));
    }

    private static bool IsInRoom(Type type) =>
        s_rooms.Any(r => type.Namespace == $"Microsoft.ML.VisionTransformers.{r}") || IsNetwork(OutermostOf(type)) || IsConfiguration(OutermostOf(type));

    /// <summary>Networks of all families and their parts.</summary>
    private static bool IsNetwork(Type type) => typeof(nn.Module).IsAssignableFrom(type);

    private static bool IsConfiguration(Type type) => typeof(VisionConfiguration).IsAssignableFrom(type);

    private static Type OutermostOf(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<Type> References(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var direct = type.GetInterfaces().Append(type.BaseType!).Where(t => t is not null)
            .Concat(type.GetFields(Own).Select(f => f.FieldType));
        var methods = type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)).ToArray();
        return direct.Concat(methods.SelectMany(m => m.GetParameters().Select(p => p.ParameterType)))
            .Concat(methods.OfType<MethodInfo>().Select(m => m.ReturnType))
            .Concat(methods.SelectMany(Body))
            .SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);

    /// <summary>Types that a method's instructions name.</summary>
    private static IEnumerable<Type> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        foreach (var local in body.LocalVariables)
            yield return local.LocalType;
        var il = body.GetILAsByteArray()!;
        var (onType, onMethod) = (method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? s_opCodes[0xFE00 | il[at + 1]] : s_opCodes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(il, at), onType, onMethod)!;
                yield return member as Type ?? member.DeclaringType!;
            }
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
        }
    }
}
