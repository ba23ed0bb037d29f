using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Bridge
{
    [DllImport(Library)] internal static extern int grad_mode_get();
    [DllImport(Library)] internal static extern void grad_mode_set(int on);
    [DllImport(Library)] internal static extern int inference_mode_get();
    [DllImport(Library)] internal static extern nint inference_mode_enter(int on);
    [DllImport(Library)] internal static extern void inference_mode_leave(nint guard);
    [DllImport(Library)] internal static extern int anomaly_is_enabled();
    [DllImport(Library)] internal static extern int anomaly_checks_nan();
    [DllImport(Library)] internal static extern void anomaly_set(int on, int check_nan);
    [DllImport(Library)] internal static extern int grad_requires(nint t, int* @out);
    [DllImport(Library)] internal static extern int grad_set_requires(nint t, int on);
    [DllImport(Library)] internal static extern int grad_is_leaf(nint t);
    [DllImport(Library)] internal static extern int grad_retain(nint t);
    [DllImport(Library)] internal static extern int grad_get(nint t, nint* @out);
    [DllImport(Library)] internal static extern int grad_set(nint t, nint grad);
    [DllImport(Library)] internal static extern nint grad_detach(nint t);
    [DllImport(Library)] internal static extern int grad_detach_(nint t);
    [DllImport(Library)] internal static extern int autograd_backward(nint* roots, long n, nint* grads, long m, int retain, int create, nint* inputs, long k);
    [DllImport(Library)] internal static extern int autograd_grad(nint* outputs, long n, nint* inputs, long k, nint* grads, long m, int retain, int create, int unused, NativeList* @out);
    [DllImport(Library)] internal static extern void function_callbacks(void* backward, void* release);
    [DllImport(Library)] internal static extern int function_begin(nint* inputs, long n, nint managed, byte* name, nint* @out);
    [DllImport(Library)] internal static extern int function_outputs(nint f, nint* outputs, int* roles, long n, int materialize);
    [DllImport(Library)] internal static extern int function_save(nint f, nint* items, long n);
    [DllImport(Library)] internal static extern void function_end(nint f);
    [DllImport(Library)] internal static extern long call_grad_count(nint c);
    [DllImport(Library)] internal static extern int call_grad(nint c, long i, nint* @out);
    [DllImport(Library)] internal static extern long call_saved_count(nint c);
    [DllImport(Library)] internal static extern int call_saved(nint c, long i, nint* @out);
    [DllImport(Library)] internal static extern int call_is_released(nint c);
    [DllImport(Library)] internal static extern long call_result_count(nint c);
    [DllImport(Library)] internal static extern int call_result(nint c, long i, nint t);
    [DllImport(Library)] internal static extern void call_error(nint c, byte* message);
}
