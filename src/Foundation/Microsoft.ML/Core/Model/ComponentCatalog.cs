using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The classes that can be loaded by name, of this assembly and of those registered.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), LoadableClass> _classes = [];
    private readonly Dictionary<(Type AttributeType, string ContractName), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Contracts.CheckValue(assembly, nameof(assembly));
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (LoadableClassAttribute attribute in assembly.GetCustomAttributes(typeof(LoadableClassAttribute), false))
                AddClass(attribute, throwOnError);
            if (assembly != typeof(ComponentCatalog).Assembly)
                AddExtensions(assembly, throwOnError);
        }
    }

    private void AddClass(LoadableClassAttribute attribute, bool throwOnError)
    {
        var loadable = LoadableClass.Find(attribute, throwOnError);
        if (loadable == null)
            return;
        foreach (var loadName in attribute.LoadNames)
        {
            var key = (loadName.ToLowerInvariant().Trim(), attribute.SigType);
            if (_classes.TryAdd(key, loadable) || !throwOnError)
                continue;
            throw Contracts.Except($"ComponentCatalog cannot map name '{key.Item1}' and SignatureType '{attribute.SigType}' to {loadable.LoaderType.Name}, " +
                $"already mapped to {_classes[key].LoaderType.Name}.");
        }
    }

    private void AddExtensions(Assembly assembly, bool throwOnError)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (!type.IsClass || type.IsAbstract)
                continue;
            foreach (ExtensionBaseAttribute attribute in type.GetCustomAttributes(typeof(ExtensionBaseAttribute), false))
            {
                if (_extensions.TryAdd((attribute.GetType(), attribute.ContractName), type) || !throwOnError)
                    continue;
                throw Contracts.Except($"ComponentCatalog cannot map name '{attribute.ContractName}' to {type.Name}, " +
                    $"already mapped to {_extensions[(attribute.GetType(), attribute.ContractName)].Name}.");
            }
        }
    }

    /// <summary>A registered extension class, for example the factory of a custom mapping.</summary>
    internal object GetExtensionValue(IHostEnvironment environment, Type attributeType, string contractName)
    {
        Type type;
        lock (_lock)
        {
            if (!_extensions.TryGetValue((attributeType, contractName), out type))
                throw environment.Except($"Unknown extension attribute '{attributeType.FullName}' with contract name '{contractName}'");
        }
        return Activator.CreateInstance(type, nonPublic: true);
    }

    internal bool TryCreateInstance<TResult, TSignature>(IHostEnvironment environment, out TResult result, string name, params object[] arguments)
        where TResult : class => TryCreateInstance(environment, typeof(TSignature), out result, name, arguments);

    internal bool TryCreateInstance<TResult>(IHostEnvironment environment, Type signature, out TResult result, string name, params object[] arguments)
        where TResult : class
    {
        // The library's own classes need no registration: a model names them by this assembly.
        RegisterAssembly(typeof(ComponentCatalog).Assembly);
        LoadableClass found;
        lock (_lock)
            _classes.TryGetValue((name.ToLowerInvariant().Trim(), signature), out found);
        result = null;
        if (found == null || !typeof(TResult).IsAssignableFrom(found.InstanceType))
            return false;
        try
        {
            result = (TResult)found.Create(environment, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException?.IsMarked() == true)
        {
            // What foreign code throws arrives as it is, wrapped by reflection only.
            throw environment.Except(e, "Error during class instantiation");
        }
        return result != null;
    }
}
