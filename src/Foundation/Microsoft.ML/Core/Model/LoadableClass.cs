using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>
/// How to make an object of a registered class: by a constructor, or by a static method Create that returns exactly the class. Both
/// take what the signature says, with or without the environment in front. Found by the default binder, so that a parameter of type
/// object stands for a type the other assembly cannot name.
/// </summary>
internal sealed class LoadableClass
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic;

    private readonly MethodBase _maker;
    private readonly bool _takesEnvironment;

    private LoadableClass(Type instanceType, Type loaderType, MethodBase maker, bool takesEnvironment)
    {
        InstanceType = instanceType;
        LoaderType = loaderType;
        _maker = maker;
        _takesEnvironment = takesEnvironment;
    }

    public Type InstanceType { get; }
    public Type LoaderType { get; }

    public static LoadableClass Find(LoadableClassAttribute attribute, bool throwOnError)
    {
        var parameters = attribute.SigType.GetMethod("Invoke").GetParameters().Select(p => p.ParameterType).ToArray();
        foreach (var takesEnvironment in new[] { false, true })
        {
            Type[] types = takesEnvironment ? [typeof(IHostEnvironment), .. parameters] : parameters;
            var constructor = attribute.InstanceType.IsAssignableFrom(attribute.LoaderType)
                ? attribute.LoaderType.GetConstructor(BindingFlags.Instance | Any, types) : null;
            var create = attribute.LoaderType.GetMethod("Create", BindingFlags.Static | Any | BindingFlags.DeclaredOnly, types);
            if (create != null && create.ReturnType != attribute.InstanceType)
                create = null;
            if (constructor != null && create != null && constructor.IsPublic == create.IsPublic)
            {
                if (throwOnError)
                    throw Contracts.Except($"Can't load type {attribute.InstanceType.FullName}, " +
                        "because it has both create and constructor methods with the same visibility.");
                return null;
            }
            MethodBase maker = constructor == null ? create : create == null || constructor.IsPublic ? constructor : create;
            if (maker != null)
                return new LoadableClass(attribute.InstanceType, attribute.LoaderType, maker, takesEnvironment);
        }
        if (throwOnError)
            throw Contracts.Except($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.UserName}' " +
                "because it has no constructor or static Create method of the signature.");
        return null;
    }

    public object Create(IHostEnvironment environment, object[] arguments)
    {
        if (_takesEnvironment)
            arguments = [environment, .. arguments];
        return _maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : _maker.Invoke(null, arguments);
    }
}
