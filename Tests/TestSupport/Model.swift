package import PrinterModel

/// What is behind the interfaces of `ReceiptPrinter` and `SerialPrinter`.
package typealias ReceiptPrinterModel = PrinterModel.ReceiptPrinterModel
