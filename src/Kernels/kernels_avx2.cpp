#define VTK_NAMESPACE vtk_avx2
#define VTK_VECTOR 32
#define VTK_COLUMNS 2
#include "attention_kernel.h"
#include "depthwise_kernel.h"
#include "gelu_kernel.h"
#include "search_kernel.h"
#include "window_attention_kernel.h"
