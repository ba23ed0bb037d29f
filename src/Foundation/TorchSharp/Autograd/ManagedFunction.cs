using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// One application of a managed function: runs its forward half outside the graph, makes the results outputs of a native
/// node, and runs the backward half when that node is reached. The node holds this object until it is freed itself.
/// </summary>
internal sealed unsafe class ManagedFunction
{
    private static readonly bool Registered = Register();

    private readonly torch.autograd.AutogradContext context;
    private readonly Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward;
    private readonly string name;
    private readonly bool[] isTensor;

    private ManagedFunction(string name, object[] vars, torch.autograd.AutogradContext context, Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward)
        => (this.name, isTensor, this.context, this.backward) = (name, Array.ConvertAll(vars, v => v is torch.Tensor), context, backward);

    private static bool Register()
    {
        delegate* unmanaged<nint, nint, int> run = &Run;
        delegate* unmanaged<nint, void> release = &Release;
        Bridge.function_callbacks(run, release);
        return true;
    }

    internal static List<torch.Tensor> Apply(string name, object[] vars, torch.autograd.AutogradContext context,
        Func<torch.autograd.AutogradContext, object[], List<torch.Tensor>> forward, Func<torch.autograd.AutogradContext, List<torch.Tensor>, List<torch.Tensor>> backward)
    {
        _ = Registered;
        var owner = GCHandle.Alloc(new ManagedFunction(name, vars, context, backward));
        var node = Begin(name, vars, owner);
        try {
            List<torch.Tensor> outputs;
            using (torch.no_grad()) outputs = forward(context, vars).Select(o => Fresh(o, vars, context)).ToList();
            if (node != 0) {
                Connect(node, outputs, context);
                Save(node, context.ToSave);
            }
            return outputs;
        } finally {
            // From here on only libtorch keeps what was saved, so that it goes when the graph goes.
            context.ToSave = context.Dirty = context.NonDifferentiable = [];
            if (node != 0) Bridge.function_end(node);
            else owner.Free();
            GC.KeepAlive(vars);
        }
    }

    private static nint Begin(string name, object[] vars, GCHandle owner)
    {
        nint node;
        fixed (nint* inputs = Array.ConvertAll(vars, v => v is torch.Tensor t ? t.Handle : 0))
        fixed (byte* title = Bridge.Utf8(name)) {
            if (Bridge.function_begin(inputs, vars.Length, GCHandle.ToIntPtr(owner), title, &node) == 0) return node;
        }
        owner.Free();
        Bridge.Done(1);
        return 0;
    }

    /// <summary>An argument handed back as it came becomes a view of itself: its own place in the graph must stay as it is.</summary>
    private static torch.Tensor Fresh(torch.Tensor output, object[] vars, torch.autograd.AutogradContext context)
        => output is not null && vars.Any(v => ReferenceEquals(v, output)) && !Contains(context.Dirty, output) ? output.alias() : output;

    private static bool Contains(List<torch.Tensor> list, torch.Tensor tensor) => list.Any(t => ReferenceEquals(t, tensor));

    private static void Connect(nint node, List<torch.Tensor> outputs, torch.autograd.AutogradContext context)
    {
        var roles = outputs.Select(o => Contains(context.Dirty, o) ? 1 : Contains(context.NonDifferentiable, o) ? 2 : 0).ToArray();
        fixed (nint* handles = torch.Tensor.Handles(outputs))
        fixed (int* r = roles)
            Bridge.Done(Bridge.function_outputs(node, handles, r, outputs.Count, context.MaterializeGrads ? 1 : 0));
    }

    private static void Save(nint node, List<torch.Tensor> tensors)
    {
        fixed (nint* handles = torch.Tensor.Handles(tensors)) Bridge.Done(Bridge.function_save(node, handles, tensors.Count));
        GC.KeepAlive(tensors);
    }

    [UnmanagedCallersOnly]
    private static int Run(nint managed, nint call)
    {
        var before = torch.autograd.AutogradContext.Call;
        try {
            torch.autograd.AutogradContext.Call = call;
            ((ManagedFunction)GCHandle.FromIntPtr(managed).Target).Backward(call);
            return 0;
        } catch (Exception e) {
            fixed (byte* message = Bridge.Utf8(e.ToString())) Bridge.call_error(call, message);
            return 1;
        } finally {
            torch.autograd.AutogradContext.Call = before;
        }
    }

    /// <summary>Nothing made here outlives the call but what the native side takes over, so it all goes with a scope.</summary>
    private void Backward(nint call)
    {
        using var scope = torch.NewDisposeScope();
        var grads = new List<torch.Tensor>();
        for (var i = 0L; i < Bridge.call_grad_count(call); i++) {
            nint grad;
            Bridge.Done(Bridge.call_grad(call, i, &grad));
            grads.Add(torch.Tensor.OrNull(grad));
        }
        var results = backward(context, grads);
        if (results.Count != isTensor.Length)
            throw new InvalidOperationException($"The function {name} returned an incorrect number of gradients (expected {isTensor.Length}, got {results.Count}).");
        for (var i = 0; i < results.Count; i++) {
            if (results[i] is null) continue;
            if (!isTensor[i]) throw new InvalidOperationException($"The function {name} returned a gradient for argument {i}, which is not a tensor.");
            Bridge.Done(Bridge.call_result(call, i, results[i].Handle));
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint managed) => GCHandle.FromIntPtr(managed).Free();
}
