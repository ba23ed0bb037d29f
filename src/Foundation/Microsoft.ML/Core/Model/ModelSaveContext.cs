using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where a component writes itself: its main stream, more streams beside it, and models inside it.</summary>
public sealed class ModelSaveContext : IDisposable
{
    internal const string MainStream = "Model.key";

    internal readonly BinaryWriter Writer;
    internal readonly RepositoryWriter Repository;
    internal readonly string Directory;
    internal readonly ModelHeader Header = new();

    private readonly Dictionary<string, int> _strings = [];
    private readonly List<string> _stringsInOrder = [];
    private readonly Repository.Entry _entry;
    private readonly long _start;
    private bool _disposed;

    internal ModelSaveContext(RepositoryWriter repository, string directory, string name)
    {
        Contracts.CheckValue(repository, nameof(repository));
        Repository = repository;
        Directory = directory ?? "";
        _entry = repository.CreateEntry(Directory, name);
        Writer = new BinaryWriter(_entry.Stream);
        Writer.Write(new byte[ModelHeader.Size]);
    }

    /// <summary>A model that is one stream, without an archive around it.</summary>
    internal ModelSaveContext(BinaryWriter writer)
    {
        Contracts.CheckValue(writer, nameof(writer));
        Writer = writer;
        _start = writer.BaseStream.Position;
        Writer.Write(new byte[ModelHeader.Size]);
    }

    internal bool InRepository => Repository != null;

    private IExceptionContext Context => Repository?.ExceptionContext;

    internal void CheckAtModel() =>
        Context.Check(Writer.BaseStream.Position == _start + ModelHeader.Size, "The model has been written to already");

    internal void SetVersionInfo(VersionInfo ver)
    {
        Header.ModelSignature = ver.ModelSignature;
        Header.ModelVerWritten = ver.VerWrittenCur;
        Header.ModelVerReadable = ver.VerReadableCur;
        Header.LoaderSignature = ver.LoaderSignature;
        Header.LoaderSignatureAlt = ver.LoaderSignatureAlt;
        Header.LoaderAssemblyName = ver.LoaderAssemblyName;
    }

    internal void SaveTextStream(string name, Action<TextWriter> action)
    {
        Context.Check(InRepository, "Can't save a text stream when writing to a single stream");
        Context.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new StreamWriter(entry.Stream, leaveOpen: true);
        action(writer);
    }

    internal void SaveBinaryStream(string name, Action<BinaryWriter> action)
    {
        Context.Check(InRepository, "Can't save a binary stream when writing to a single stream");
        Context.CheckNonEmpty(name, nameof(name));
        using var entry = Repository.CreateEntry(Directory, name);
        using var writer = new BinaryWriter(entry.Stream, System.Text.Encoding.UTF8, leaveOpen: true);
        action(writer);
    }

    /// <summary>Strings go into a table at the end; the stream holds their numbers.</summary>
    internal void SaveString(string str)
    {
        Context.CheckValue(str, nameof(str));
        if (!_strings.TryGetValue(str, out var id))
        {
            _strings.Add(str, id = _strings.Count);
            _stringsInOrder.Add(str);
        }
        Writer.Write(id);
    }

    internal void SaveString(ReadOnlyMemory<char> str) => SaveString(str.ToString());

    internal void SaveStringOrNull(string str)
    {
        if (str == null)
            Writer.Write(-1);
        else
            SaveString(str);
    }

    internal void SaveNonEmptyString(string str)
    {
        Context.CheckNonEmpty(str, nameof(str));
        SaveString(str);
    }

    internal void SaveNonEmptyString(ReadOnlyMemory<char> str) => SaveNonEmptyString(str.ToString());

    /// <summary>Saves a part of this model in a folder below it.</summary>
    internal void SaveModel<T>(T value, string name) where T : class
    {
        Context.Check(InRepository, "Can't save a sub-model when writing to a single stream");
        Context.CheckNonEmpty(name, nameof(name));
        SaveModel(Repository, value, Directory.Length == 0 ? name : $"{Directory}/{name}");
    }

    internal static void SaveModel<T>(RepositoryWriter repository, T value, string path) where T : class
    {
        if (value == null)
            return;
        if (value is not ICanSaveModel saves)
            throw repository.ExceptionContext.Except($"Serialization is not supported by {value.GetType().Name}");
        using var context = new ModelSaveContext(repository, path, MainStream);
        saves.Save(context);
        context.Done();
    }

    internal void Done()
    {
        Context.Check(Header.ModelSignature != null, "ModelSignature not specified!");
        Header.Write(Writer, _start, _stringsInOrder);
        Dispose();
    }

    public void Dispose()
    {
        if (_entry == null || _disposed)
            return;
        _disposed = true;
        Writer.Flush();
        _entry.Dispose();
    }
}
