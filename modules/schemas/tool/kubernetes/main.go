// Usage: go run . MINOR .../pkg/controlplane/instance.go
//
// Tells what the Kubernetes modules that it is built with say of every built-in kind: the definitions of their OpenAPI
// document and, of each kind, the group, the version and whether it has a namespace. ../refresh builds and runs it.
package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"

	core "k8s.io/api/core/v1"
	extensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	extensionsscheme "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset/scheme"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	aggregator "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset"
	aggregatorscheme "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset/scheme"
	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

type kind struct {
	Group      string `json:"group"`
	Version    string `json:"version"`
	Kind       string `json:"kind"`
	Namespaced bool   `json:"namespaced"`
	Definition string `json:"definition"`
}

// definition is the name under which a type stands in the document: its own, in later versions, or one of its Go path.
func definition(object any) string {
	if named, ok := object.(interface{ OpenAPIModelName() string }); ok {
		return named.OpenAPIModelName()
	}
	of := reflect.TypeOf(object)
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	return published(of.PkgPath() + "." + of.Name())
}

// published turns k8s.io/api/apps/v1.Deployment into io.k8s.api.apps.v1.Deployment.
func published(path string) string {
	host, rest, nested := strings.Cut(path, "/")
	if !nested {
		return path
	}
	parts := strings.Split(host, ".")
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ".") + "." + strings.ReplaceAll(rest, "/", ".")
}

// kinds reads them off a generated client: each method for a group gives an interface, each of whose methods gives the
// client of a kind, and takes the namespace where the kind has one.
func kinds(client reflect.Type, types *runtime.Scheme, packages map[string]bool, minor int) []kind {
	var found []kind
	for g := 0; g < client.NumMethod(); g++ {
		group := client.Method(g).Type
		if group.NumOut() != 1 || group.Out(0).Kind() != reflect.Interface {
			continue
		}
		for r := 0; r < group.Out(0).NumMethod(); r++ {
			resource := group.Out(0).Method(r).Type
			if resource.NumOut() != 1 || resource.Out(0).Kind() != reflect.Interface {
				continue
			}
			create, ok := resource.Out(0).MethodByName("Create")
			if !ok || create.Type.NumOut() != 2 {
				continue
			}
			object, ok := reflect.New(create.Type.Out(0).Elem()).Interface().(runtime.Object)
			if ok && packages[create.Type.Out(0).Elem().PkgPath()] && !gone(object, minor) {
				found = append(found, describe(object, types, resource.NumIn() == 1))
			}
		}
	}
	return found
}

// served are the Go packages of the group versions that the API server can serve, as its source lists them.
func served(source string) map[string]bool {
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		panic(err)
	}
	imports := map[string]string{}
	for _, line := range file.Imports {
		if path, err := strconv.Unquote(line.Path.Value); err == nil && line.Name != nil {
			// Some are listed by the package that sets their defaults, which stands beside that of their types.
			imports[line.Name.Name] = strings.Replace(path, "k8s.io/kubernetes/pkg/apis/", "k8s.io/api/", 1)
		}
	}
	packages := map[string]bool{
		"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1": true,
		"k8s.io/kube-aggregator/pkg/apis/apiregistration/v1":       true,
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if list, ok := node.(*ast.CompositeLit); ok {
			for _, element := range list.Elts {
				if version, ok := element.(*ast.SelectorExpr); ok && version.Sel.Name == "SchemeGroupVersion" {
					packages[imports[version.X.(*ast.Ident).Name]] = true
				}
			}
		}
		return true
	})
	return packages
}

// gone tells a kind whose type is only kept for its clients.
func gone(object runtime.Object, minor int) bool {
	ends, ok := object.(interface{ APILifecycleRemoved() (int, int) })
	if !ok {
		return false
	}
	_, removed := ends.APILifecycleRemoved()
	return removed <= minor
}

func describe(object runtime.Object, types *runtime.Scheme, namespaced bool) kind {
	names, _, err := types.ObjectKinds(object)
	if err != nil {
		panic(err)
	}
	return kind{names[0].Group, names[0].Version, names[0].Kind, namespaced, definition(object)}
}

func interfaceOf[T any]() reflect.Type {
	return reflect.TypeOf((*T)(nil)).Elem()
}

func main() {
	minor, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	packages := served(os.Args[2])
	refer := func(path string) spec.Ref { return spec.MustCreateRef("#/components/schemas/" + published(path)) }
	schemas := map[string]spec.Schema{}
	for path, found := range openapi.GetOpenAPIDefinitions(refer) {
		// What an older document said in place of the schema.
		delete(found.Schema.Extensions, common.ExtensionV2Schema)
		schemas[published(path)] = found.Schema
	}
	// A pod has no client of its own for its binding.
	all := []kind{describe(&core.Binding{}, scheme.Scheme, true)}
	all = append(all, kinds(interfaceOf[kubernetes.Interface](), scheme.Scheme, packages, minor)...)
	all = append(all, kinds(interfaceOf[extensions.Interface](), extensionsscheme.Scheme, packages, minor)...)
	all = append(all, kinds(interfaceOf[aggregator.Interface](), aggregatorscheme.Scheme, packages, minor)...)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	document := map[string]any{"kinds": all, "components": map[string]any{"schemas": schemas}}
	if err := out.Encode(document); err != nil {
		panic(err)
	}
}
