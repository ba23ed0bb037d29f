using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What optimizers share: groups, state by parameter, saving.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults;
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper() => _parameter_groups = new List<ParamGroup>();

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups) {
            dictionary.Options.Add(group.Options);
            var indexes = new List<int>();
            foreach (var parameter in group.Parameters) {
                indexes.Add(dictionary.State.Count);
                dictionary.State.Add(_state[parameter.Handle]);
            }
            dictionary.StateIndexRef.Add(indexes);
        }
        return dictionary;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        RequireCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (int i = 0; i < own.Options.Count; i++)
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (int i = 0; i < own.State.Count; i++)
            if (!ReferenceEquals(own.State[i], state_dict.State[i])) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>The optimizer's name, how many groups and states there are, then each group's settings and each parameter's state.</summary>
    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.Encode(own.Options.Count);
        writer.Encode(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
        writer.Flush();
    }

    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name) throw new InvalidDataException($"The file holds the state of {kind}, not of {GetType().Name}.");
        var own = state_dict();
        RequireCounts(own, reader.Decode(), reader.Decode());
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the state, not the parameters.</summary>
    public void to(Device device)
    {
        foreach (var state in _state.Values) state.to(device);
    }

    public override void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

    public override IEnumerable<Parameter> parameters() => base.parameters();

    public override void zero_grad() => base.zero_grad();

    /// <summary>Runs the closure with gradients, then the body for each group without, in a scope of its own.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null) where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null) {
            using (enable_grad()) loss = loss_closure();
        }
        using (no_grad())
        using (NewDisposeScope()) {
            foreach (var group in _parameter_groups) body((T)group);
        }
        return loss;
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var state in _state.Values) (state as IDisposable)?.Dispose();
        _state.Clear();
    }

    private protected void Remember(ParamGroup group, Func<Parameter, OptimizerState> make)
    {
        group.Options.InitialLearningRate = group.Options.LearningRate.Value;
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters) {
            var state = make(parameter);
            _state[parameter.Handle] = state;
            state.Initialize(group.Options);
        }
    }

    private static void RequireCounts(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count) throw new ArgumentException($"The state is of {groups} parameter groups, the optimizer has {own.Options.Count}.");
        if (states != own.State.Count) throw new ArgumentException($"The state is of {states} parameters, the optimizer has {own.State.Count}.");
    }
}
