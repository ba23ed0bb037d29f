using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component reads itself from.</summary>
internal sealed class ModelLoadContext : IDisposable
{
    internal const string NameOfStream = ModelSaveContext.MainStream;

    public readonly BinaryReader Reader;
    public readonly RepositoryReader Repository;
    public readonly string Directory;
    public readonly string[] Strings;
    public readonly string LoaderAssemblyName;
    internal readonly ModelHeader Header;

    private readonly Repository.Entry _entry;

    private ModelLoadContext(RepositoryReader repository, Repository.Entry entry, string directory)
    {
        Repository = repository;
        Directory = directory ?? "";
        _entry = entry;
        Reader = new BinaryReader(entry.Stream);
        Header = ModelHeader.Read(Reader);
        Strings = Header.Strings;
        LoaderAssemblyName = Header.LoaderAssemblyName;
    }

    /// <summary>A model that is one stream, without an archive around it.</summary>
    public ModelLoadContext(BinaryReader reader)
    {
        Contracts.CheckValue(reader, nameof(reader));
        Reader = reader;
        Header = ModelHeader.Read(reader);
        Strings = Header.Strings;
        LoaderAssemblyName = Header.LoaderAssemblyName;
    }

    public bool InRepository => Repository != null;

    private IExceptionContext Context => Repository?.ExceptionContext;

    public void CheckAtModel(VersionInfo ver)
    {
        Context.Check(Reader.BaseStream.Position == Header.ModelStart, "The model has been read from already");
        Header.CheckVersion(ver);
    }

    public bool TryLoadBinaryStream(string name, Action<BinaryReader> action) => TryLoad(name, stream =>
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        action(reader);
    });

    private bool TryLoad(string name, Action<Stream> read)
    {
        Context.Check(InRepository, "Can't Load a sub-model when reading from a single stream");
        Context.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.OpenEntryOrNull(Directory, name);
        if (entry == null)
            return false;
        read(entry.Stream);
        return true;
    }

    public string LoadString()
    {
        var id = Reader.ReadInt32();
        Context.CheckDecode(id >= 0 && id < Strings.Length);
        return Strings[id];
    }

    public string LoadStringOrNull()
    {
        var id = Reader.ReadInt32();
        Context.CheckDecode(id >= -1 && id < Strings.Length);
        return id < 0 ? null : Strings[id];
    }

    public string LoadNonEmptyString()
    {
        var text = LoadString();
        Context.CheckDecode(text.Length > 0);
        return text;
    }

    private string PartOf(string name) => Directory.Length == 0 ? name : $"{Directory}/{name}";

    /// <summary>Loads a part of this model from the folder below it.</summary>
    public void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckNonEmpty(name, nameof(name));
        env.Check(InRepository, "Can't load a sub-model when reading from a single stream");
        LoadModel<TRes, TSig>(env, out result, Repository, PartOf(name), extra);
    }

    /// <summary>Like <see cref="LoadModel{TRes,TSig}(IHostEnvironment, out TRes, string, object[])"/>, null where there is no such part.</summary>
    public bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, string name, params object[] extra) where TRes : class
    {
        result = null;
        return InRepository && LoadModelOrNull<TRes, TSig>(env, out result, Repository, PartOf(name), extra);
    }

    public static void LoadModel<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader repository, string directory, params object[] extra)
        where TRes : class
    {
        if (!LoadModelOrNull<TRes, TSig>(env, out result, repository, directory, extra))
            throw env.ExceptDecode("Corrupt model file");
    }

    /// <summary>False where the archive has no such model; the model's own troubles are exceptions.</summary>
    public static bool LoadModelOrNull<TRes, TSig>(IHostEnvironment env, out TRes result, RepositoryReader repository, string directory, params object[] extra)
        where TRes : class
    {
        result = null;
        using var entry = repository.OpenEntryOrNull(directory, NameOfStream);
        if (entry == null)
            return false;
        using var context = new ModelLoadContext(repository, entry, directory);
        context.Create<TRes, TSig>(env, out result, extra);
        return true;
    }

    private void Create<TRes, TSig>(IHostEnvironment env, out TRes result, object[] extra) where TRes : class
    {
        // So the assembly of a saved component is found without being registered by the user.
        if (!string.IsNullOrEmpty(LoaderAssemblyName))
            env.ComponentCatalog.RegisterAssembly(Assembly.Load(LoaderAssemblyName));
        object[] arguments = [this, .. extra ?? []];
        foreach (var name in new[] { Header.LoaderSignature, Header.LoaderSignatureAlt })
        {
            if (string.IsNullOrWhiteSpace(name) || !env.ComponentCatalog.TryCreateInstance<TRes, TSig>(env, out result, name, arguments))
                continue;
            Header.CheckEnd(Reader);
            return;
        }
        throw env.ExceptDecode($"Couldn't load model: '{Directory}'");
    }

    public void Dispose() => Reader.Dispose();
}
