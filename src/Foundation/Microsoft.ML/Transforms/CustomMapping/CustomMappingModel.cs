using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingModel), null, typeof(SignatureLoadModel), "Custom mapping", CustomMappingModel.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>A saved custom mapping: the name of its contract, and the assembly that holds the factory.</summary>
internal static class CustomMappingModel
{
    internal const string LoaderSignature = "CustomTransformer";

    private const uint VersionWithAssembly = 0x00010002;

    private static VersionInfo Version => new("CUSTOMXF", VersionWithAssembly, VersionWithAssembly, 0x00010001, typeof(CustomMappingModel).Assembly.FullName, LoaderSignature);

    public static void Save(IExceptionContext context, ModelSaveContext ctx, string contractName, string assembly)
    {
        if (contractName == null)
            throw context.Except("Empty contract name for a transform: the transform cannot be saved");
        Contracts.CheckNonWhiteSpace(contractName, nameof(contractName));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.SaveString(contractName);
        ctx.SaveString(assembly);
    }

    private static ITransformer Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var contractName = ctx.LoadString();
        if (ctx.Header.ModelVerWritten >= VersionWithAssembly)
            environment.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.LoadString()));
        var factory = environment.ComponentCatalog.GetExtensionValue(environment, typeof(CustomMappingFactoryAttributeAttribute), contractName);
        if (factory is not ICustomMappingFactory mapping)
            throw environment.Except($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}' or from '{typeof(StatefulCustomMappingFactory<,,>).FullName}'.");
        return mapping.CreateTransformer(environment, contractName);
    }
}
