//! A canvas whose pixels are the display's pixels, whatever its size and the display's density.

use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// Device pixels of one CSS pixel.
    ratio: f64,
    /// Set by the observer when the element has another size.
    resized: Rc<Cell<bool>>,
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut()>,
}

impl Surface {
    /// # Errors
    /// A browser that gives no 2-D context.
    pub fn new(canvas: HtmlCanvasElement) -> Result<Self, JsValue> {
        let context = context_of(&canvas)?;
        let resized = Rc::new(Cell::new(true));
        let flag = resized.clone();
        let on_resize = Closure::<dyn FnMut()>::new(move || flag.set(true));
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        observer.observe(&canvas);
        Ok(Self { canvas, context, ratio: 0.0, resized, observer, _on_resize: on_resize })
    }

    /// Fits the backing store to the element. True if it changed, which also wipes the canvas.
    pub fn fit(&mut self) -> bool {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 4.0);
        if !self.resized.replace(false) && ratio == self.ratio {
            return false;
        }
        self.ratio = ratio;
        let pixels = |css: i32| (f64::from(css.max(1)) * ratio).round() as u32;
        let size = [pixels(self.canvas.client_width()), pixels(self.canvas.client_height())];
        if size == [self.canvas.width(), self.canvas.height()] {
            return false;
        }
        self.canvas.set_width(size[0]);
        self.canvas.set_height(size[1]);
        true
    }

    pub fn canvas(&self) -> &HtmlCanvasElement {
        &self.canvas
    }

    /// Draws in device pixels.
    pub fn context(&self) -> &CanvasRenderingContext2d {
        &self.context
    }

    pub fn ratio(&self) -> f64 {
        self.ratio
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// # Errors
/// A browser that gives no 2-D context.
pub fn context_of(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    let context = canvas.get_context("2d")?.ok_or("this browser gives no 2-D drawing context")?;
    Ok(context.dyn_into::<CanvasRenderingContext2d>()?)
}

/// A canvas that is not on the page, to keep what is drawn rarely.
///
/// # Errors
/// A browser that makes none.
pub fn hidden_canvas(width: u32, height: u32) -> Result<HtmlCanvasElement, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("there is no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Ok(canvas)
}
