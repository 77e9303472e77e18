//! Which functions are marked, and that nothing else changes.

use proc_macro2::TokenStream;
use quote::quote;

use super::mark;

/// What the markers of an item say, in order.
fn markers(items: TokenStream) -> Vec<String> {
    let mut at_start = Vec::new();
    for part in mark(items).to_string().split("black_box").skip(1) {
        let text = part.split('"').nth(3).unwrap_or_default();
        at_start.push(text.trim_start_matches("::").trim_end_matches(']').to_owned());
    }
    at_start
}

#[test]
fn functions_of_every_form_are_marked() {
    for (item, name) in [
        (
            quote!(
                fn plain() {}
            ),
            "plain",
        ),
        (
            quote!(
                #[inline]
                pub(in crate::a) async unsafe fn both() -> u8 {
                    1
                }
            ),
            "both",
        ),
        (
            quote!(
                extern "C" fn foreign(f: extern "C" fn(u8) -> u8) {}
            ),
            "foreign",
        ),
        (
            quote!(
                fn generic<T: Fn(u8) -> Vec<u8>, const N: usize>() -> Foo<{ N }>
                where
                    T: X<{ 1 }>,
                {
                }
            ),
            "generic",
        ),
        (
            quote!(
                fn arrays() -> [u8; { 1 + 1 }] {
                    [0; 2]
                }
            ),
            "arrays",
        ),
        (
            quote!(
                fn closures() -> impl Fn() -> Vec<Vec<u8>> {
                    || vec![]
                }
            ),
            "closures",
        ),
        (
            quote!(
                fn pointers(f: fn() -> fn() -> u8) -> <T as Iterator>::Item {
                    f()
                }
            ),
            "pointers",
        ),
        (
            quote!(
                fn größe() {}
            ),
            "größe",
        ),
        (
            quote!(
                fn r#match() {}
            ),
            "r#match",
        ),
    ] {
        assert_eq!(markers(item.clone()), [name], "{item}");
    }
}

#[test]
fn functions_inside_of_modules_impls_and_traits_are_marked() {
    let item = quote! {
        pub mod mock {
            #![allow(dead_code)]
            use super::{Pay, fn_of_that_name};
            const PAY: fn() = { fn inner() {} inner };
            static ALL: [fn(); 1] = [PAY];
            type F<T> = fn(T) -> T;
            pub struct Mock<T = fn(u8) -> u8>(T) where T: Copy;
            union Two { a: u8, b: u8 }
            extern "C" { fn outside(a: u8) -> u8; }
            macro_rules! made { ($name:ident) => { fn $name() {} } }
            made!(one);
            made! { two }
            impl<const N: usize> Pay<{ N }> for self::Mock<[u8; N]> where [(); N]: Sized {
                const X: usize = { N };
                fn pay(&self) -> u8 { 1 }
                const fn constant() -> u8 { 1 }
            }
            pub trait Charge: Pay { fn needed(&self); fn given(&self) {} }
            impl !Sync for Mock {}
            mod deeper { pub fn one() {} }
            enum Kind { A { b: u8 }, C }
            fn last() {}
        }
    };
    assert_eq!(markers(item), ["Mock::pay", "Charge::given", "one", "last"]);
}

#[test]
fn the_marker_stands_behind_attributes_of_the_body_and_before_those_of_statements() {
    let inner = mark(quote!(
        fn f() {
            #![allow(a)]
            #![allow(b)]
            #[allow(c)]
            let x = 1;
        }
    ))
    .to_string();
    let [a, b, marker, c] = ["a)", "b)", "black_box", "c)"].map(|word| inner.find(word).unwrap_or_default());
    assert!(a < b && b < marker && marker < c, "{inner}");
}

#[test]
fn nothing_else_changes() {
    for item in [
        quote!(
            const fn f() -> u8 {
                1
            }
        ),
        quote!(
            #[unsafe(naked)]
            extern "C" fn f() {
                core::arch::naked_asm!("ret")
            }
        ),
        quote!(
            pub use a::{b, c};
        ),
        quote!(
            macro_rules! made {
                () => {
                    fn f() {}
                };
            }
        ),
        quote!(
            struct Unit;
        ),
        quote!(
            extern crate core as other;
        ),
        quote!(
            trait Alias = Clone;
        ),
    ] {
        assert_eq!(mark(item.clone()).to_string(), item.to_string());
    }
}
