#define VTK_NAMESPACE vtk_portable
#define VTK_VECTOR 16
#define VTK_COLUMNS 2
#define VTK_TILE_ROWS 4
#include "attention_kernel.h"
#include "depthwise_kernel.h"
#include "gelu_kernel.h"
#include "layer_norm_kernel.h"
#include "linear_kernel.h"
#include "search_kernel.h"
#include "window_attention_kernel.h"
