using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                EnsureAvailable(device.type);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                EnsureAvailable(deviceType);
                _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                _toEpilog(dtype, non_blocking);
                return this;
            }

            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog((ScalarType?)dtype, device, non_blocking);

            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) => _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>Moves the children, then the own parameters and buffers, and points the properties and fields at the new ones.</summary>
            private protected virtual void _toEpilog(ScalarType? dtype, Device device, bool non_blocking)
            {
                foreach (var (_, child) in named_children()) {
                    if (device is null) child._to(dtype.Value, non_blocking);
                    else if (dtype is null) child._to(device.type, device.index, non_blocking);
                    else child._to(device, dtype.Value, non_blocking);
                }
                foreach (var (name, parameter) in named_parameters(false).ToList()) {
                    if (!ReplaceParameter(dtype, device, parameter, out var moved)) continue;
                    if (TrySetProperty(name, moved)) continue;
                    parameter.Dispose();
                    ConditionallyRegisterParameter(name, moved);
                    SetField(name, parameter, moved);
                }
                foreach (var (name, buffer) in named_buffers(false).ToList()) {
                    if (!ReplaceBuffer(dtype, device, buffer, out var moved)) continue;
                    if (TrySetProperty(name, moved)) continue;
                    ConditionallyRegisterBuffer(name, moved);
                    SetField(name, buffer, moved);
                }
                if (device is not null) (_deviceType, _deviceIndex) = (device.type, device.index);
            }

            /// <summary>A parameter moved without a trace in the graph, its gradient with it; false when it is there already.</summary>
            private protected static bool ReplaceParameter(ScalarType? dtype, Device device, Parameter param, out Parameter p)
            {
                p = null;
                using var grad = param.grad;
                var type = TargetType(dtype, param);
                var target = device ?? param.device;
                if (Stays(param, type, target) && (grad is null || Stays(grad, type, target))) return false;
                using (no_grad()) {
                    // A tensor that stays while its gradient moves would otherwise be shared by the old and the new parameter.
                    var data = Stays(param, type, target) ? param.alias() : param.to(type, target);
                    p = new Parameter(data, param.requires_grad);
                    p.DetachFromDisposeScope();
                    if (grad is not null) {
                        using var movedGrad = grad.to(type, target);
                        p.grad = movedGrad;
                    }
                }
                return true;
            }

            private protected static bool ReplaceBuffer(ScalarType? dtype, Device device, Tensor buffer, out Tensor result)
            {
                result = null;
                var type = TargetType(dtype, buffer);
                var target = device ?? buffer.device;
                if (Stays(buffer, type, target)) return false;
                result = buffer.to(type, target, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            /// <summary>Integers and booleans keep their type: they are indexes, counts and masks.</summary>
            private static ScalarType TargetType(ScalarType? dtype, Tensor tensor)
                => dtype is not null && (tensor.is_floating_point() || tensor.is_complex()) ? dtype.Value : tensor.dtype;

            private static bool Stays(Tensor tensor, ScalarType dtype, Device device)
                => tensor.dtype == dtype && tensor.device_type == device.type && (device.type != DeviceType.CUDA || device.index < 0 || tensor.device_index == device.index);

            private static void EnsureAvailable(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");
            }

            private bool TrySetProperty(string name, Tensor value)
            {
                var property = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).FirstOrDefault(p => p.Name == name && p.CanWrite && p.GetIndexParameters().Length == 0);
                property?.SetValue(this, value);
                return property is not null;
            }

            private void SetField(string name, Tensor old, Tensor value)
            {
                foreach (var field in ComponentFields(GetType()))
                    if (field.ComponentName() == name && ReferenceEquals(field.GetValue(this), old)) field.SetValue(this, value);
            }
        }
    }
}
