namespace TorchSharp;

public static partial class torch
{
    public static bool is_grad_enabled() => Bridge.grad_mode_get() != 0;
    public static bool is_inference_mode_enabled() => Bridge.inference_mode_get() != 0;

    public static IDisposable no_grad() => new GradMode(false);
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>The thread's mode until Dispose brings the former one back.</summary>
    private sealed class GradMode : IDisposable
    {
        private readonly bool before = is_grad_enabled();

        internal GradMode(bool enabled) => Bridge.grad_mode_set(enabled ? 1 : 0);

        public void Dispose() => Bridge.grad_mode_set(before ? 1 : 0);
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint guard;

        internal InferenceMode(bool enabled) => guard = Bridge.inference_mode_enter(enabled ? 1 : 0);

        public void Dispose()
        {
            if (guard != 0) Bridge.inference_mode_leave(guard);
            guard = 0;
        }
    }
}
