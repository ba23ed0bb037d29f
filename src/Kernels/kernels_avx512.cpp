#define VTK_NAMESPACE vtk_avx512
#define VTK_VECTOR 64
#define VTK_COLUMNS 4
#include "attention_kernel.h"
#include "depthwise_kernel.h"
#include "gelu_kernel.h"
#include "search_kernel.h"
#include "window_attention_kernel.h"
