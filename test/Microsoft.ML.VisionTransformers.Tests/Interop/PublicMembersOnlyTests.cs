using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Microsoft.ML.VisionTransformers.Tests.Interop;

/// <summary>
/// The product is written against what the real packages make public. The bundled Microsoft.ML opens its internals to the product for one
/// attribute; this holds that nothing else goes through that door.
/// </summary>
public sealed class PublicMembersOnlyTests
{
    private static readonly string[] s_allowed = ["Microsoft.ML.LoadableClassAttribute", "Microsoft.ML.SignatureLoadModel"];
    private static readonly string[] s_foundation = ["Microsoft.ML", "TorchSharp"];

    [Fact]
    public void Nothing_internal_of_the_foundation_is_referenced()
    {
        using var file = File.OpenRead(typeof(VisionTransformersTrainersCatalog).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var findings = new List<string>();
        var types = new Dictionary<TypeReferenceHandle, Type>();
        foreach (var handle in metadata.TypeReferences)
        {
            if (Resolve(metadata, handle) is not { } type)
                continue;
            types[handle] = type;
            if (!type.IsVisible && !IsProtected(type) && !s_allowed.Contains(type.FullName))
                findings.Add($"type {type.FullName}");
        }
        Assert.NotEmpty(types);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            var parent = member.Parent.Kind switch
            {
                HandleKind.TypeReference => types.GetValueOrDefault((TypeReferenceHandle)member.Parent),
                HandleKind.TypeSpecification => Generic(metadata, (TypeSpecificationHandle)member.Parent, types),
                _ => null,
            };
            if (parent is null || s_allowed.Contains(parent.FullName))
                continue;
            var name = metadata.GetString(member.Name);
            if (!IsPublic(parent, name, member))
                findings.Add($"member {parent.FullName}.{name}");
        }
        Assert.Empty(findings);
    }

    private static bool IsProtected(Type type) => type.IsNestedFamily || type.IsNestedFamORAssem;

    private static bool IsPublic(Type type, string name, MemberReference member)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        if (member.GetKind() == MemberReferenceKind.Field)
            return type.GetField(name, All) is { } field && (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly);
        var parameters = member.DecodeMethodSignature(new CountOnly(), null).ParameterTypes.Length;
        IEnumerable<MethodBase> candidates = name is ".ctor" ? type.GetConstructors(All) : type.GetMethods(All);
        var same = candidates.Where(m => m.Name == name && m.GetParameters().Length == parameters).ToArray();
        // A type's array and delegate members are made by the runtime.
        return same.Length == 0 ? type.IsArray : same.Any(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly);
    }

    private static Type? Generic(MetadataReader metadata, TypeSpecificationHandle handle, Dictionary<TypeReferenceHandle, Type> types)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        // GENERICINST (CLASS | VALUETYPE) TypeDefOrRef
        if (signature.ReadByte() != 0x15)
            return null;
        signature.ReadByte();
        var open = signature.ReadTypeHandle();
        return open.Kind == HandleKind.TypeReference ? types.GetValueOrDefault((TypeReferenceHandle)open) : null;
    }

    private static Type? Resolve(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var reference = metadata.GetTypeReference(handle);
        var name = metadata.GetString(reference.Name);
        if (reference.ResolutionScope.Kind == HandleKind.TypeReference)
            return Resolve(metadata, (TypeReferenceHandle)reference.ResolutionScope)?.GetNestedType(name, BindingFlags.Public | BindingFlags.NonPublic);
        if (reference.ResolutionScope.Kind != HandleKind.AssemblyReference)
            return null;
        var assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name);
        return s_foundation.Contains(assembly)
            ? Assembly.Load(assembly).GetType($"{metadata.GetString(reference.Namespace)}.{name}", throwOnError: true)
            : null;
    }

    /// <summary>A signature's parameters need only be counted.</summary>
    private sealed class CountOnly : ISignatureTypeProvider<int, object?>
    {
        public int GetArrayType(int elementType, ArrayShape shape) => 0;
        public int GetByReferenceType(int elementType) => 0;
        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;
        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;
        public int GetGenericMethodParameter(object? genericContext, int index) => 0;
        public int GetGenericTypeParameter(object? genericContext, int index) => 0;
        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;
        public int GetPinnedType(int elementType) => 0;
        public int GetPointerType(int elementType) => 0;
        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;
        public int GetSZArrayType(int elementType) => 0;
        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => 0;
        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;
        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 0;
    }
}
